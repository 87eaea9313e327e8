'use strict';
// Values that travel beside a tree instead of in it: read before an invocation starts, written after it has returned.

const crypto = require('node:crypto');

const { TYPE, TypedError } = require('./errors');

const JSON_TYPE = 'application/json';
const MAX_PARTS = 1000;
const DEPTH = 3;
const MOST_CHILDREN = 1000;
const NAME_BYTES = 16;
const CONTENT_TYPE = /^[ -.0-~]+\/[ -~]*$/;
const LONGEST_TYPE = 255;

/** Moves values between Redis and this container. */
class Transfer {
  #store;
  #limits;

  /** @param limits inlineBytes, outputBytes and valueBytes */
  constructor(store, limits) {
    this.#store = store;
    this.#limits = limits;
  }

  /** What the input refers to: {at, type, data} of each place. */
  async fetch(references) {
    return Promise.all(
      Object.entries(references).map(async ([at, reference]) => {
        const data = await this.#read(reference);
        return { at, type: reference.contentType, data };
      }),
    );
  }

  async #read({ key, bytes }) {
    if (bytes > this.#limits.valueBytes) {
      throw new TypedError(
        TYPE.INPUT_TOO_LARGE,
        `a value of the input has ${bytes} bytes, at most ${this.#limits.valueBytes} are allowed`,
      );
    }
    const data = await this.#store.read(key).catch(asStoreFailure);
    if (data === null) {
      throw new TypedError(TYPE.VALUE_MISSING, 'a value of the input is no longer in Redis: it has expired');
    }
    return data;
  }

  /** Whether there is anything to be written. */
  concerns(request, outcome) {
    return outcome.parts.length > 0 || Buffer.byteLength(outcome.output) > this.#most(request);
  }

  /** Who makes a direct call waits for its output, so it is written only when it must be. */
  #most(request) {
    const step = request.context.executionId !== null;
    return step && this.#store.available ? this.#limits.inlineBytes : this.#limits.outputBytes;
  }

  /** The output's text and the references of what was written of it. */
  async keep(request, { output, parts }) {
    let text = output;
    const all = [...parts];
    if (Buffer.byteLength(text) > this.#most(request)) {
      const split = new Split(this.#limits.inlineBytes, parts);
      text = JSON.stringify(split.take(JSON.parse(text), '', 0));
      all.push(...split.taken);
    }
    if (Buffer.byteLength(text) > this.#limits.outputBytes) {
      throw tooLarge('the output has too many bytes around its large values', this.#limits.outputBytes);
    }
    return { output: text, references: await this.#write(request, all) };
  }

  async #write(request, parts) {
    if (parts.length > MAX_PARTS) {
      throw tooLarge(`the output has ${parts.length} large or binary values`, MAX_PARTS);
    }
    parts.forEach((part) => this.#check(part));
    const scope = request.context.executionId ?? request.id;
    const references = {};
    for (const { at, type, data } of parts) {
      const key = `fb:{${scope}}:data:${crypto.randomBytes(NAME_BYTES).toString('hex')}`;
      await this.#store.write(key, data).catch(asStoreFailure);
      references[at] = { key, bytes: data.length, contentType: type };
    }
    return references;
  }

  #check({ type, data }) {
    if (data.length > this.#limits.valueBytes) {
      throw tooLarge(`a value of the output has ${data.length} bytes`, this.#limits.valueBytes);
    }
    if (!this.#store.available) {
      throw type === JSON_TYPE
        ? tooLarge(`the output has ${data.length} bytes of JSON`, this.#limits.outputBytes)
        : new TypedError(TYPE.INVALID_OUTPUT, 'this function was set up without a store for binary values');
    }
    if (type.length > LONGEST_TYPE || !CONTENT_TYPE.test(type)) {
      throw new TypedError(TYPE.INVALID_OUTPUT, `not a content type: ${type}`);
    }
  }
}

/** Takes the large values out of a tree: each by itself, and a whole object or array only when it is large by many small ones. */
class Split {
  #limit;
  #fixed;
  taken = [];

  /** @param fixed what was taken out before; what is around it stays */
  constructor(limit, fixed) {
    this.#limit = limit;
    this.#fixed = fixed.map((part) => part.at);
  }

  take(node, place, depth) {
    const text = JSON.stringify(node);
    if (Buffer.byteLength(text) <= this.#limit) {
      return node;
    }
    const container = node !== null && typeof node === 'object';
    const open = container && depth < DEPTH && Object.keys(node).length <= MOST_CHILDREN;
    const rest = open ? this.#inside(node, place, depth) : node;
    const small = rest !== node && Buffer.byteLength(JSON.stringify(rest)) <= this.#limit;
    const below = `${place}/`;
    if (small || this.#fixed.some((at) => at.startsWith(below))) {
      return rest;
    }
    this.taken = this.taken.filter((part) => !part.at.startsWith(below));
    this.taken.push({ at: place, type: JSON_TYPE, data: Buffer.from(text) });
    return null;
  }

  #inside(node, place, depth) {
    if (Array.isArray(node)) {
      return node.map((child, index) => this.take(child, `${place}/${index}`, depth + 1));
    }
    return Object.fromEntries(
      Object.entries(node).map(([name, child]) => [name, this.take(child, `${place}/${escaped(name)}`, depth + 1)]),
    );
  }
}

/** The tree with each part in its place, in which it has null. */
function put(tree, parts) {
  let whole = tree;
  for (const { at, type, data } of parts) {
    const value = type === JSON_TYPE ? JSON.parse(data.toString()) : typed(data, type);
    if (at === '') {
      whole = value;
      continue;
    }
    const steps = at.slice(1).split('/').map(unescaped);
    const last = steps.pop();
    const parent = steps.reduce((node, step) => (isObject(node) && Object.hasOwn(node, step) ? node[step] : undefined), whole);
    if (!isObject(parent) || !Object.hasOwn(parent, last) || parent[last] !== null) {
      throw new TypedError(TYPE.INVALID_INPUT, `the input has no place ${at}`);
    }
    parent[last] = value;
  }
  return whole;
}

/** The tree with null for each Uint8Array, which becomes a part. What holds none comes back as it is, not copied. */
function take(node, place, parts) {
  if (node instanceof Uint8Array) {
    const data = Buffer.from(node.buffer, node.byteOffset, node.byteLength);
    parts.push({ at: place, type: String(node.contentType ?? 'application/octet-stream'), data });
    return null;
  }
  if (!isObject(node) || typeof node.toJSON === 'function') {
    return node;
  }
  const before = parts.length;
  const entries = Object.entries(node).map(([name, child]) => [name, take(child, `${place}/${escaped(name)}`, parts)]);
  if (parts.length === before) {
    return node;
  }
  return Array.isArray(node) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

function typed(data, contentType) {
  return Object.defineProperty(Buffer.from(data), 'contentType', { value: contentType, writable: true });
}

function isObject(node) {
  return node !== null && typeof node === 'object';
}

function escaped(name) {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescaped(step) {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function tooLarge(what, most) {
  return new TypedError(TYPE.OUTPUT_TOO_LARGE, `${what}, at most ${most} are allowed`);
}

function asStoreFailure(failure) {
  throw new TypedError('StoreException', failure.message);
}

module.exports = { Transfer, put, take, typed };
