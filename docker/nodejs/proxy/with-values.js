'use strict';
// A runtime whose invocations take and give values by reference: what an input refers to is read before the runtime inside
// hears of the invocation, and what is large or binary in an output is written after it has ended there.

const { TypedError, describe } = require('./errors');

class WithValues {
  #inside;
  #transfer;
  #passages = new Map();

  constructor(inside, transfer) {
    this.#inside = inside;
    this.#transfer = transfer;
  }

  start(request, listener) {
    const passage = { request, listener, isInside: false };
    this.#passages.set(request.id, passage);
    if (Object.keys(request.references).length === 0) {
      this.#enter(passage, []);
      return;
    }
    this.#transfer.fetch(request.references).then(
      (parts) => this.#enter(passage, parts),
      (failure) => this.#end(passage, { error: detail(failure) }),
    );
  }

  stop(id, reason) {
    const passage = this.#passages.get(id);
    if (passage?.isInside) {
      this.#inside.stop(id, reason);
    } else if (passage) {
      this.#end(passage, { error: reason });
    }
  }

  close() {
    this.#inside.close();
  }

  #enter(passage, parts) {
    if (this.#passages.get(passage.request.id) !== passage) {
      return;
    }
    passage.isInside = true;
    this.#inside.start(
      { ...passage.request, parts },
      {
        started: (at) => passage.listener.started(at),
        ended: (outcome) => this.#leave(passage, outcome),
      },
    );
  }

  #leave(passage, outcome) {
    passage.isInside = false;
    if (outcome.error || !this.#transfer.concerns(passage.request, outcome)) {
      this.#end(passage, outcome);
      return;
    }
    this.#transfer.keep(passage.request, outcome).then(
      (kept) => this.#end(passage, { ...outcome, ...kept }),
      (failure) => this.#end(passage, { error: detail(failure), logs: outcome.logs, at: outcome.at }),
    );
  }

  #end(passage, outcome) {
    const { id } = passage.request;
    if (this.#passages.get(id) === passage) {
      this.#passages.delete(id);
      passage.listener.ended(outcome);
    }
  }
}

function detail(failure) {
  return failure instanceof TypedError ? failure.detail() : describe(failure);
}

module.exports = { WithValues };
