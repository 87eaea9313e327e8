'use strict';
// A process with the function loaded, as the proxy sees it.

const { fork } = require('node:child_process');
const path = require('node:path');

const PROGRAM = path.join(__dirname, 'host', 'main.js');
const PASSED_ON = ['PATH', 'HOME', 'HOSTNAME', 'LANG', 'TMPDIR', 'NODE_PATH'];

/** How long output may still come after the process was killed: a process that it started may have left its group. */
const LAST_OUTPUT_MILLIS = 200;

/**
 * Leads a process group of its own. `events` hears `message` for each message and, after the last one, `died` with the reason,
 * once. What is sent before the function is loaded waits in the channel.
 */
class Host {
  #child;
  #events = null;
  #early = [];
  #gone = 0;
  #why = '';
  #output = null;
  #drained;
  alive = true;

  constructor() {
    this.#child = fork(PROGRAM, [], {
      execArgv: [], // the limits of the proxy's own memory are not those of the function's
      detached: true,
      serialization: 'advanced',
      // The last one is the container's own output, for what is written while the function is loaded.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 2],
      env: Object.fromEntries(PASSED_ON.filter((name) => name in process.env).map((name) => [name, process.env[name]])),
    });
    this.#child.on('message', (message) => this.#deliver(message));
    this.#child.on('error', (failure) => this.#leave(failure.message, 2));
    this.#child.on('exit', (code, signal) => this.#leave(reason(code, signal), 1));
    this.#child.on('disconnect', () => this.#leave('', 1));
    this.#drained = new Promise((resolve) => this.#child.on('close', resolve));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (data) => (this.#output ? this.#output.add(data) : process.stderr.write(data)));
    }
  }

  listen(events) {
    this.#events = events;
    this.#early.splice(0).forEach((message) => events.message(message));
  }

  /** From now on what it writes belongs to an invocation; before that, to the container. */
  captureInto(output) {
    this.#output = output;
  }

  send(message) {
    if (this.#child.connected) {
      this.#child.send(message, () => {}); // a failure shows as the death of the process
    }
  }

  /** Kills it with all that it has started. */
  kill() {
    this.alive = false;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL'); // it has ended, or does not lead its group yet
    }
  }

  /** Resolves when all that it wrote has been read. */
  async drained() {
    let late;
    const enough = new Promise((resolve) => (late = setTimeout(resolve, LAST_OUTPUT_MILLIS)));
    await Promise.race([this.#drained, enough]);
    clearTimeout(late);
  }

  #deliver(message) {
    if (this.#events) {
      this.#events.message(message);
    } else {
      this.#early.push(message);
    }
  }

  /** The last messages are read before the channel is closed, which may be after the process has ended. */
  #leave(why, weight) {
    this.alive = false;
    this.#why ||= why;
    this.#gone += weight;
    if (this.#gone >= 2 && this.#gone - weight < 2) {
      this.#events?.died(this.#why);
    }
  }
}

function reason(code, signal) {
  if (signal === null) {
    return `ended with exit code ${code}`;
  }
  const cause = signal === 'SIGKILL' ? '; the memory limit of the container is a frequent cause' : '';
  return `was killed by ${signal}${cause}`;
}

module.exports = { Host };
