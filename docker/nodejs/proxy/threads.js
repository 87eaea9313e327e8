'use strict';
// Isolation `thread`: all invocations run in one event loop of one process and can share what the process has.
//
// An invocation that never gives the loop back keeps all the others from going on. So the loop is in a process of its own: one
// that is stopped there in vain is reported all the same, and when nothing else has begun there the process is replaced. What
// has not begun when a process dies begins in the next one; what has begun is lost with it.

const { Host } = require('./host');
const { TYPE } = require('./errors');

/** How long a host may take to report an invocation that it was told to stop. */
const STOP_MILLIS = 1_000;

/** Hosts that may die in a row without having served an invocation. */
const FRUITLESS_HOSTS = 3;

class ThreadIsolation {
  #load;
  #calls;
  #host;
  #numbers = 0;
  #runs = new Map();
  #byId = new Map();
  #fruitless = 0;
  #closed = false;

  /** @param host has loaded the function */
  constructor(host, load, calls) {
    this.#load = load;
    this.#calls = calls;
    this.#adopt(host);
  }

  start(request, listener) {
    const run = { number: ++this.#numbers, request, listener, begun: false, reason: null };
    this.#runs.set(run.number, run);
    this.#byId.set(request.id, run);
    this.#send(run);
  }

  /** One that has not begun is over at once; one that has is given time to be stopped by its host. */
  stop(id, reason) {
    const run = this.#byId.get(id);
    if (!run || run.reason) {
      return;
    }
    run.reason = reason;
    this.#host.send({ op: 'stop', run: run.number });
    if (run.begun) {
      run.alarm = setTimeout(() => this.#stoppedInVain(run), STOP_MILLIS);
    } else {
      this.#end(run, { error: reason });
    }
  }

  close() {
    this.#closed = true;
    this.#host.kill();
  }

  #adopt(host) {
    this.#host = host;
    host.listen({
      message: (message) => this.#heard(host, message),
      died: (why) => this.#died(host, why),
    });
  }

  #send(run) {
    if (this.#fruitless >= FRUITLESS_HOSTS) {
      this.#crash(run, `its process died ${this.#fruitless} times before it served an invocation`);
      return;
    }
    if (!this.#host.alive) {
      const next = new Host();
      next.send(this.#load);
      this.#adopt(next);
    }
    run.host = this.#host;
    const { id, context, deadline, input, parts } = run.request;
    run.host.send({ op: 'run', run: run.number, id, context, deadline, input, parts });
  }

  #heard(host, message) {
    const run = this.#runs.get(message.run);
    switch (message.op) {
      case 'started':
        if (run) {
          run.begun = true;
          run.listener.started(message.at);
        }
        return;
      case 'ended':
        this.#fruitless = 0;
        this.#ended(run, message);
        return;
      case 'call':
        if (run) {
          this.#calls.serve(run.request, message).then((answer) => host.send(answer));
        }
        return;
      case 'refused':
        host.refusal = `the function could not be loaded again: ${message.error.message}`;
        return;
      default:
    }
  }

  #ended(run, { stopped, error, output, parts, logs, at }) {
    if (run) {
      this.#end(run, stopped ? { error: run.reason, logs } : { error, output, parts, logs, at });
    }
  }

  #stoppedInVain(run) {
    const { host } = run;
    this.#end(run, { error: run.reason });
    const others = [...this.#runs.values()].some((other) => other.host === host && other.begun);
    if (!others && host.alive) {
      host.replaced = true;
      host.kill();
    }
  }

  #died(host, why) {
    const cause = host.refusal ?? `the process of this invocation ${why}`;
    const left = [...this.#runs.values()].filter((run) => run.host === host);
    this.#fruitless += host.replaced ? 0 : 1;
    left.filter((run) => run.begun).forEach((run) => this.#crash(run, cause));
    if (this.#closed) {
      return;
    }
    left.filter((run) => !run.begun).forEach((run) => (host.refusal ? this.#crash(run, cause) : this.#send(run)));
  }

  #crash(run, message) {
    this.#end(run, { error: run.reason ?? { type: TYPE.CRASHED, message } });
  }

  #end(run, outcome) {
    clearTimeout(run.alarm);
    if (this.#runs.delete(run.number)) {
      if (this.#byId.get(run.request.id) === run) {
        this.#byId.delete(run.request.id);
      }
      run.listener.ended(outcome);
    }
  }
}

module.exports = { ThreadIsolation };
