'use strict';
// What functions ask of the proxy while they run.

class Calls {
  #store;
  #http;

  constructor(store, http) {
    this.#store = store;
    this.#http = http;
  }

  /** The `value` message that answers a `call` message of the invocation. */
  async serve(request, { run, call, verb, values }) {
    const answer = { op: 'value', run, call };
    try {
      return { ...answer, value: (await this.#perform(request, verb, values)) ?? null };
    } catch (failure) {
      return { ...answer, error: failure.message };
    }
  }

  #perform(request, verb, values) {
    const scope = request.context.executionId ?? request.id;
    switch (verb) {
      case 'get':
        return this.#store.get(scope, values[0]);
      case 'put':
        return this.#store.put(scope, values[0], Buffer.from(values[1]));
      case 'http':
        return this.#http.get(values[0], values[1], request.deadline);
      default:
        throw new Error(`there is no call ${verb}`);
    }
  }
}

module.exports = { Calls };
