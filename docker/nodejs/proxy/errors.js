'use strict';
// Errors as they go over the wire: {type, message, stack}.

const TYPE = Object.freeze({
  TIMEOUT: 'Timeout',
  CANCELLED: 'Cancelled',
  CRASHED: 'ContainerCrashed',
  DIED: 'ProcessDied',
  INVALID_INPUT: 'InvalidInput',
  INVALID_OUTPUT: 'InvalidOutput',
  INPUT_TOO_LARGE: 'InputTooLarge',
  OUTPUT_TOO_LARGE: 'OutputTooLarge',
  VALUE_MISSING: 'ValueMissing',
  START_FAILED: 'StartFailed',
});

const MESSAGE_LIMIT = 4096;
const STACK_LIMIT = 16_384;
const FOREIGN = [`${__dirname}/`, 'node:internal', 'node:async_hooks'];

/** A failure with a type of its own, for whoever asked for what failed. */
class TypedError extends Error {
  constructor(type, message) {
    super(message);
    this.type = type;
  }

  detail() {
    return { type: this.type, message: this.message };
  }
}

/** A request is answered with an HTTP status and an error. */
class Refusal extends TypedError {
  constructor(status, type, message, stack) {
    super(type, message);
    this.status = status;
    this.userStack = stack;
  }

  detail() {
    return this.userStack ? { ...super.detail(), stack: this.userStack } : super.detail();
  }
}

/** Whatever user code threw, as its author wants to see it. */
function describe(thrown) {
  if (!(thrown instanceof Error)) {
    return { type: 'Error', message: cut(textOf(thrown), MESSAGE_LIMIT) };
  }
  const named = typeof thrown.name === 'string' && thrown.name !== 'Error' && thrown.name !== '';
  const type = named ? thrown.name : (thrown.constructor?.name ?? 'Error');
  const detail = { type, message: cut(textOf(thrown.message), MESSAGE_LIMIT) };
  const stack = typeof thrown.stack === 'string' ? userStack(thrown.stack) : '';
  return stack === '' ? detail : { ...detail, stack };
}

/** Without the lines of this program and of Node.js itself. */
function userStack(stack) {
  const lines = stack.split('\n').filter((line) => !FOREIGN.some((part) => line.includes(part)));
  return cut(lines.join('\n'), STACK_LIMIT);
}

function textOf(value) {
  try {
    return String(value);
  } catch (failure) {
    return `(it cannot be shown as text: ${failure.name})`;
  }
}

/** Keeps the beginning and the end, which say most. */
function cut(text, limit) {
  if (text.length <= limit) {
    return text;
  }
  return `${text.slice(0, limit / 2)}\n[... cut ...]\n${text.slice(-limit / 2)}`;
}

module.exports = { TYPE, TypedError, Refusal, describe };
