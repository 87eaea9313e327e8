'use strict';
// Isolation `process`: a fresh process for each invocation, used once. Node.js cannot fork a process that has the function in
// its memory, so each one loads it anew; one that has is kept ready for the next invocation.

const fs = require('node:fs');

const { CappedOutput } = require('./output');
const { Host } = require('./host');
const { TYPE } = require('./errors');

const MIB = 2 ** 20;

/** About what the proxy, and each process beside what it shares with the others, needs of the container's memory. */
const PROXY_BYTES = 72 * MIB;
const PROCESS_BYTES = 24 * MIB;

const MEMORY_LIMITS = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];

class ProcessIsolation {
  #load;
  #calls;
  #logBytes;
  #mostProcesses;
  #mostStarting;
  #waiting = [];
  #byId = new Map();
  #spare = null;
  #living = 0;
  #starting = 0;
  #closed = false;

  /** @param host has loaded the function */
  constructor(host, load, calls, { cpus, logBytes }) {
    this.#load = load;
    this.#calls = calls;
    this.#logBytes = logBytes;
    this.#mostStarting = Math.ceil(cpus) + 1;
    this.#mostProcesses = mostProcesses(containerMemory());
    this.#living = 1;
    this.#keep(host);
  }

  start(request, listener) {
    const run = { request, listener, host: null, reason: null };
    this.#byId.set(request.id, run);
    this.#waiting.push(run);
    this.#startWaiting();
  }

  stop(id, reason) {
    const run = this.#byId.get(id);
    if (!run || run.reason) {
      return;
    }
    run.reason = reason;
    if (run.host) {
      run.host.kill();
    } else {
      this.#waiting.splice(this.#waiting.indexOf(run), 1);
      this.#end(run, { error: reason });
    }
  }

  close() {
    this.#closed = true;
    this.#spare?.kill();
    this.#byId.forEach((run) => run.host?.kill());
  }

  #startWaiting() {
    while (this.#waiting.length > 0 && this.#mayStart()) {
      this.#begin(this.#waiting.shift());
    }
    if (this.#waiting.length === 0 && !this.#spare && this.#starting === 0 && this.#mayStart()) {
      this.#keep(this.#fresh());
    }
  }

  /** More that start at the same time would only make the first ones late. */
  #mayStart() {
    const room = this.#living < this.#mostProcesses && this.#starting < this.#mostStarting;
    return !this.#closed && (this.#spare !== null || room);
  }

  #begin(run) {
    const host = this.#spare?.alive ? this.#spare : this.#fresh();
    this.#spare = null;
    run.host = host;
    run.output = new CappedOutput(this.#logBytes);
    run.starting = true;
    this.#starting++;
    host.captureInto(run.output);
    host.listen({
      message: (message) => this.#heard(run, message),
      died: (why) => this.#died(run, why),
    });
    const { id, context, deadline, input, parts } = run.request;
    host.send({ op: 'run', run: 1, id, context, deadline, input, parts });
  }

  #fresh() {
    const host = new Host();
    host.send(this.#load);
    this.#living++;
    return host;
  }

  #keep(host) {
    this.#spare = host;
    host.listen({
      message: () => {},
      died: () => {
        this.#living--;
        this.#spare = this.#spare === host ? null : this.#spare;
      },
    });
  }

  #heard(run, message) {
    switch (message.op) {
      case 'started':
        run.listener.started(message.at);
        this.#started(run);
        return;
      case 'refused':
        run.refusal = message.error;
        return;
      case 'call':
        this.#calls.serve(run.request, message).then((answer) => run.host.send(answer));
        return;
      case 'ended':
        run.answer ??= message;
        run.host.kill();
        return;
      default:
    }
  }

  #started(run) {
    if (run.starting) {
      run.starting = false;
      this.#starting--;
      this.#startWaiting();
    }
  }

  /** Its output is complete only now. */
  async #died(run, why) {
    this.#living--;
    this.#started(run);
    await run.host.drained();
    this.#end(run, { ...this.#outcome(run, why), logs: run.output.text() });
    this.#startWaiting();
  }

  #outcome(run, why) {
    if (run.answer) {
      const { error, output, parts, at } = run.answer;
      return { error, output, parts, at };
    }
    const death = { type: TYPE.DIED, message: `the process of this invocation ${why} before the function returned` };
    return { error: run.reason ?? run.refusal ?? death };
  }

  #end(run, outcome) {
    if (this.#byId.get(run.request.id) === run) {
      this.#byId.delete(run.request.id);
      run.listener.ended(outcome);
    }
  }
}

/** At least one, however small the container. */
function mostProcesses(bytes) {
  return Math.max(1, Math.floor((bytes - PROXY_BYTES) / PROCESS_BYTES));
}

function containerMemory() {
  for (const file of MEMORY_LIMITS) {
    try {
      const bytes = Number(fs.readFileSync(file, 'utf8'));
      if (Number.isFinite(bytes)) {
        return bytes;
      }
    } catch {
      continue; // the other version of control groups, or none
    }
  }
  return Infinity;
}

module.exports = { ProcessIsolation };
