'use strict';
// One invocation in the process that runs it: its context, its output, and the calls it makes through the proxy.

const { CappedOutput } = require('../output');
const { describe, TYPE, TypedError } = require('../errors');
const { put, take, typed } = require('../values');

/** The store could not be read or written. */
class StoreError extends Error {
  constructor(message) {
    super(message);
    this.name = 'StoreError';
  }
}

/** A GET could not be made or answered. */
class HttpError extends Error {
  constructor(message) {
    super(message);
    this.name = 'HttpError';
  }
}

class Invocation {
  #message;
  #env;
  #call;
  #waiting = new Map();
  #calls = 0;
  #stop = new AbortController();

  constructor(message, { logBytes, env }, call) {
    this.#message = message;
    this.#env = env;
    this.#call = call;
    this.number = message.run;
    this.output = new CappedOutput(logBytes);
  }

  abort() {
    this.#stop.abort(new Error('the invocation was stopped'));
  }

  /** Never fails: whatever the function throws is an outcome. */
  async run(handler) {
    let value;
    try {
      const input = put(JSON.parse(this.#message.input), this.#message.parts);
      value = await handler(input, this.#context());
    } catch (failure) {
      return { error: failure instanceof TypedError ? failure.detail() : describe(failure) };
    }
    try {
      const parts = [];
      const output = JSON.stringify(take(value, '', parts)) ?? 'null';
      return { output, parts };
    } catch (failure) {
      return { error: { ...describe(failure), type: TYPE.INVALID_OUTPUT } };
    }
  }

  answered({ call, error, value }) {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    if (error !== undefined) {
      waiting?.reject(error);
    } else {
      waiting?.resolve(value);
    }
  }

  #ask(verb, ...values) {
    return new Promise((resolve, reject) => {
      const number = this.#calls++;
      const kind = verb === 'http' ? HttpError : StoreError;
      this.#waiting.set(number, { resolve, reject: (message) => reject(new kind(message)) });
      this.#call(this, number, verb, values);
    });
  }

  #context() {
    const { id, context, deadline } = this.#message;
    return Object.freeze({
      invocationId: id,
      executionId: context.executionId,
      step: context.step,
      attempt: context.attempt,
      deadline: new Date(deadline),
      remaining: () => Math.max(0, deadline - Date.now()),
      env: Object.freeze({ ...this.#env }),
      signal: this.#stop.signal,
      store: this.#store(),
      http: Object.freeze({ get: async (url, headers = {}) => answer(await this.#ask('http', String(url), headers)) }),
      binary: (data, contentType) => typed(data, contentType),
    });
  }

  #store() {
    const getBytes = async (key) => {
      const value = await this.#ask('get', key);
      return value === null ? null : Buffer.from(value);
    };
    const putBytes = async (key, value) => {
      await this.#ask('put', key, Buffer.from(value));
    };
    return Object.freeze({
      getBytes,
      putBytes,
      get: async (key) => {
        const text = await getBytes(key);
        return text === null ? null : JSON.parse(text.toString());
      },
      put: (key, value) => putBytes(key, JSON.stringify(value) ?? 'null'),
    });
  }
}

function answer({ status, headers, body }) {
  const bytes = Buffer.from(body);
  return { status, headers, body: bytes, text: () => bytes.toString(), json: () => JSON.parse(bytes.toString()) };
}

module.exports = { Invocation };
