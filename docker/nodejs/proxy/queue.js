'use strict';
// Runs the invocations of all batches: at most `concurrency` at a time, the others wait in the order they arrived. Each
// accepted invocation is reported to its batch exactly once, also when it never ran.

const { TYPE } = require('./errors');

const LONGEST_TIMER = 2 ** 31 - 1;

/** Why an invocation is stopped before its end, as it is reported. */
const STOP = Object.freeze({
  DEADLINE: { type: TYPE.TIMEOUT, message: 'the deadline passed' },
  CANCELLED: { type: TYPE.CANCELLED, message: 'the invocation was cancelled' },
  // The invocation is not to blame and may run elsewhere.
  SHUTDOWN: { type: TYPE.CRASHED, message: 'the container was stopped while the invocation was in it' },
});

const WAITING = 'waiting';
const RUNNING = 'running';
const ENDED = 'ended';

/** An invocation of this id is already in the container. */
class DuplicateInvocation extends Error {
  constructor(id) {
    super(`invocation ${id} is already in this container`);
  }
}

class RunQueue {
  #runtime;
  #concurrency;
  #timeoutMillis;
  #unfinished = new Map();
  #waiting = new Set();
  #running = 0;
  #batches = 0;
  #invocations = 0;
  #closing = false;

  constructor(runtime, concurrency, timeoutMillis) {
    this.#runtime = runtime;
    this.#concurrency = concurrency;
    this.#timeoutMillis = timeoutMillis;
  }

  get closing() {
    return this.#closing;
  }

  /**
   * Accepts a whole batch, or nothing of it; `report` is given one result per invocation. Returns the batch, for `abandon`.
   *
   * @throws DuplicateInvocation
   */
  submit(invocations, arrived, report) {
    const ids = new Set();
    for (const { id } of invocations) {
      if (this.#unfinished.has(id) || ids.has(id)) {
        throw new DuplicateInvocation(id);
      }
      ids.add(id);
    }
    this.#batches++;
    this.#invocations += invocations.length;
    const runs = invocations.map((invocation) => this.#accept(invocation, arrived, report));
    this.#startWaiting();
    return runs;
  }

  /** Stops one invocation and reports it as cancelled; false when no such invocation is in the container. */
  cancel(id) {
    const run = this.#unfinished.get(id);
    if (!run) {
      return false;
    }
    this.#stop(run, STOP.CANCELLED);
    this.#startWaiting();
    return true;
  }

  /** Stops what is unfinished of a batch that nobody listens to any more. */
  abandon(runs) {
    this.#stopAll(runs, STOP.CANCELLED);
    this.#startWaiting();
  }

  /** Stops everything and takes nothing more. */
  close() {
    this.#closing = true;
    this.#stopAll([...this.#unfinished.values()], STOP.SHUTDOWN);
    for (const run of [...this.#unfinished.values()]) {
      this.#end(run, { error: STOP.SHUTDOWN });
    }
  }

  counts() {
    return {
      batches: this.#batches,
      invocations: this.#invocations,
      running: this.#running,
      queued: this.#waiting.size,
    };
  }

  #accept(invocation, arrived, report) {
    const run = { invocation, arrived, report, phase: WAITING, started: null, alarm: null };
    this.#unfinished.set(invocation.id, run);
    this.#waiting.add(run);
    if (invocation.deadline !== null) {
      this.#arm(run, invocation.deadline);
    }
    return run;
  }

  #startWaiting() {
    for (const run of this.#waiting) {
      if (this.#closing || this.#running >= this.#concurrency) {
        return;
      }
      this.#waiting.delete(run);
      this.#start(run);
    }
  }

  #start(run) {
    run.phase = RUNNING;
    this.#running++;
    const { invocation } = run;
    const request = { ...invocation, deadline: invocation.deadline ?? Date.now() + this.#timeoutMillis };
    this.#runtime.start(request, {
      started: (at) => this.#started(run, at),
      ended: (outcome) => {
        this.#end(run, outcome);
        this.#startWaiting();
      },
    });
  }

  /** Without a deadline of its own, an invocation may run for the function's time limit, counted from here. */
  #started(run, at) {
    run.started ??= at;
    if (run.invocation.deadline === null && run.phase === RUNNING) {
      this.#arm(run, Date.now() + this.#timeoutMillis);
    }
  }

  #arm(run, deadline) {
    clearTimeout(run.alarm);
    const left = Math.max(0, deadline - Date.now());
    run.alarm = setTimeout(
      () => (left > LONGEST_TIMER ? this.#arm(run, deadline) : this.#stop(run, STOP.DEADLINE)),
      Math.min(left, LONGEST_TIMER),
    );
  }

  /** Those that wait go first, so that none of them is given the place of one that was stopped. */
  #stopAll(runs, reason) {
    runs.filter((run) => run.phase === WAITING).forEach((run) => this.#stop(run, reason));
    runs.filter((run) => run.phase === RUNNING).forEach((run) => this.#stop(run, reason));
  }

  #stop(run, reason) {
    if (run.phase === WAITING) {
      this.#end(run, { error: reason });
    } else if (run.phase === RUNNING) {
      this.#runtime.stop(run.invocation.id, reason);
    }
  }

  #end(run, outcome) {
    if (run.phase === ENDED) {
      return;
    }
    if (run.phase === WAITING) {
      this.#waiting.delete(run);
    } else {
      this.#running--;
    }
    run.phase = ENDED;
    clearTimeout(run.alarm);
    this.#unfinished.delete(run.invocation.id);
    run.report(result(run, outcome));
  }
}

/** One line of the answer. An invocation that never reached user code spent all its time waiting. */
function result(run, outcome) {
  const ended = outcome.at ?? now();
  const started = run.started ?? ended;
  const line = { id: run.invocation.id, status: outcome.error ? 'error' : 'ok' };
  if (outcome.error) {
    line.error = outcome.error;
  } else {
    line.output = outcome.output;
    if (outcome.references && Object.keys(outcome.references).length > 0) {
      line.references = outcome.references;
    }
  }
  line.timings = { queueing: Math.max(0, started - run.arrived), execution: Math.max(0, ended - started) };
  if (outcome.logs) {
    line.logs = outcome.logs;
  }
  return line;
}

/** Milliseconds of a clock that only goes forward, the same in all processes of the machine. */
function now() {
  const [seconds, nanos] = process.hrtime();
  return seconds * 1e3 + nanos / 1e6;
}

module.exports = { RunQueue, DuplicateInvocation, STOP, now };
