'use strict';
// Checks what comes over the wire, and fills in what may be left out.

const { Refusal } = require('./errors');

const RUNTIMES = new Set(['nodejs', 'image']);

function initOf(body) {
  object('the body', body);
  const settings = {
    function: text('function', body.function),
    runtime: text('runtime', body.runtime),
    handler: body.handler ? text('handler', body.handler) : 'main:handle',
    isolation: body.isolation ?? 'process',
    concurrency: number('concurrency', body.concurrency, 1),
    cpus: number('cpus', body.cpus, Number.MIN_VALUE),
    timeoutMillis: number('timeoutMillis', body.timeoutMillis, 1),
    shared: body.shared ?? [],
    env: object('env', body.env ?? {}),
    code: Buffer.from(body.code ?? '', 'base64'),
    store: body.store ?? null,
    maxValueBytes: body.maxValueBytes == null ? Infinity : number('maxValueBytes', body.maxValueBytes, 1),
    coalesceHttp: body.coalesceHttp === true,
  };
  if (!RUNTIMES.has(settings.runtime)) {
    throw new Refusal(400, 'UnknownRuntime', `there is no runtime ${settings.runtime} here, only nodejs`);
  }
  if (settings.isolation !== 'process' && settings.isolation !== 'thread') {
    throw malformed(`isolation is process or thread, not ${settings.isolation}`);
  }
  if (settings.shared.length > 0) {
    const instead = 'isolation: thread shares whatever a module keeps in its variables';
    throw new Refusal(422, 'SharedNotSupported', `shared constructors are not possible with nodejs; ${instead}`);
  }
  return settings;
}

function batchOf(body) {
  object('the body', body);
  text('batchId', body.batchId);
  const meant = body.function == null ? null : text('function', body.function);
  return { function: meant, invocations: (body.invocations ?? []).map(invocationOf) };
}

function invocationOf(body) {
  object('an invocation', body);
  const context = body.context ?? {};
  return {
    id: text('id', body.id),
    input: JSON.stringify(body.input ?? null),
    context: {
      executionId: context.executionId ?? null,
      step: context.step ?? null,
      attempt: Math.max(1, context.attempt ?? 1),
    },
    deadline: body.deadline == null ? null : instant(body.deadline),
    references: object('references', body.references ?? {}),
  };
}

function instant(value) {
  const millis = Date.parse(value);
  if (Number.isNaN(millis)) {
    throw malformed(`deadline is no instant: ${value}`);
  }
  return millis;
}

function text(name, value) {
  if (typeof value !== 'string' || value.trim() === '') {
    throw malformed(`${name} is missing`);
  }
  return value;
}

function number(name, value, least) {
  if (typeof value !== 'number' || !(value >= least)) {
    throw malformed(`${name} must be at least ${least}: ${value}`);
  }
  return value;
}

function object(name, value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw malformed(`${name} must be a JSON object`);
  }
  return value;
}

function malformed(message) {
  return new Refusal(400, 'MalformedRequest', message);
}

module.exports = { initOf, batchOf };
