'use strict';
// The one function of this container: empty, being filled by one request, or filled for good.

const { unpack } = require('./archive');
const { Calls } = require('./calls');
const { Refusal } = require('./errors');
const { Host } = require('./host');
const { HttpReads } = require('./http');
const { awaitLoaded, loadMessage } = require('./loading');
const { ProcessIsolation } = require('./processes');
const { RunQueue } = require('./queue');
const { initOf } = require('./requests');
const { NoStore, Store } = require('./store');
const { ThreadIsolation } = require('./threads');
const { Transfer } = require('./values');
const { WithValues } = require('./with-values');

const NO_QUEUE = { batches: 0, invocations: 0, running: 0, queued: 0 };
const NO_STORE = { reads: 0, coalesced: 0, writes: 0 };
const NO_HTTP = { reads: 0, coalesced: 0 };

class Slot {
  #codeDir;
  #limits;
  #host;
  #claimed = false;
  loaded = null;

  constructor(codeDir, limits, host) {
    this.#codeDir = codeDir;
    this.#limits = limits;
    this.#host = host;
  }

  status() {
    return { status: this.loaded ? 'ready' : 'new', function: this.loaded?.function ?? null };
  }

  metrics() {
    return {
      ...(this.loaded?.queue.counts() ?? NO_QUEUE),
      shared: { created: 0, reused: 0 },
      store: this.loaded?.store.counts() ?? NO_STORE,
      http: this.loaded?.http.counts() ?? NO_HTTP,
    };
  }

  /** When it fails it may be tried again. */
  async init(read) {
    if (this.#claimed) {
      const state = this.loaded ? 'initialised already' : 'being initialised';
      throw new Refusal(409, 'AlreadyInitialised', `this container is ${state}`);
    }
    this.#claimed = true;
    try {
      this.loaded = await this.#load(initOf(await read()));
    } finally {
      this.#claimed = this.loaded !== null;
    }
  }

  require() {
    if (!this.loaded) {
      throw new Refusal(409, 'NotInitialised', 'this container has no function yet');
    }
    return this.loaded;
  }

  close() {
    if (this.loaded) {
      this.loaded.queue.close();
      this.loaded.runtime.close();
      this.loaded.store.close();
      this.loaded.http.close();
    } else {
      this.#host.kill();
    }
  }

  async #load(settings) {
    await unpack(settings.code, this.#codeDir, this.#limits);
    const message = loadMessage(settings, this.#codeDir, this.#limits.logBytes);
    const host = this.#host.alive ? this.#host : new Host();
    this.#host = host;
    await awaitLoaded(host, message, settings.timeoutMillis);
    return this.#assemble(settings, message, host);
  }

  #assemble(settings, message, host) {
    const limits = this.#limits;
    const store = settings.store ? new Store(settings.store, limits.storeValueBytes) : new NoStore();
    const http = new HttpReads(limits.httpBytes, settings.coalesceHttp);
    const calls = new Calls(store, http);
    const inside =
      settings.isolation === 'thread'
        ? new ThreadIsolation(host, message, calls)
        : new ProcessIsolation(host, message, calls, { cpus: settings.cpus, logBytes: limits.logBytes });
    const transfer = new Transfer(store, {
      inlineBytes: limits.inlineBytes,
      outputBytes: limits.outputBytes,
      valueBytes: Math.min(limits.storeValueBytes, settings.maxValueBytes),
    });
    const runtime = new WithValues(inside, transfer);
    const queue = new RunQueue(runtime, settings.concurrency, settings.timeoutMillis);
    return { function: settings.function, queue, runtime, store, http };
  }
}

module.exports = { Slot };
