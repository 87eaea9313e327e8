'use strict';
// The program in a function's own process: loads the function, then runs what the proxy sends. Messages are in protocol order:
// load -> loaded | refused; run -> started, then ended; stop; call -> value.

const { AsyncLocalStorage } = require('node:async_hooks');
const os = require('node:os');

const { describe, TYPE } = require('../errors');
const { now } = require('../queue');
const { aside, takeOver } = require('./output');
const { load } = require('./loading');
const { Invocation } = require('./invocation');

// Nicer than the proxy, which passes on the answers of others while the function computes.
os.setPriority(Math.min(os.constants.priority.PRIORITY_LOW, os.getPriority() + 10));

const current = new AsyncLocalStorage();
const invocations = new Map();
const send = process.send.bind(process);
const exit = process.exit.bind(process);

let handler = null;
let settings = null;
let loading = null;

process.on('disconnect', () => exit(0));
process.on('message', receive);
process.on('uncaughtException', (failure) => fail(failure, true));
process.on('unhandledRejection', (failure) => fail(failure, false));

function receive(message) {
  switch (message.op) {
    case 'load':
      loading = begin(message);
      return;
    case 'run':
      // What was stopped while this process was busy is known before it would start.
      invocations.set(message.run, new Invocation(message, settings, call));
      loading.then(() => setImmediate(run, message.run));
      return;
    case 'stop':
      stop(message.run);
      return;
    case 'value':
      invocations.get(message.run)?.answered(message);
      return;
    default:
      throw new Error(`the proxy sent an unknown message: ${message.op}`);
  }
}

async function begin(message) {
  settings = message;
  const restore = aside();
  try {
    handler = await load(message);
    restore();
  } catch (failure) {
    send({ op: 'refused', error: { ...describe(failure), ...failure.detail?.() } }, () => exit(1));
    return;
  }
  if (message.route) {
    takeOver(current);
    process.exit = leave;
  }
  send({ op: 'loaded' });
}

function run(number) {
  const invocation = invocations.get(number);
  if (invocation && handler) {
    send({ op: 'started', run: number, at: now() });
    current.run(invocation, () => invocation.run(handler).then((outcome) => end(invocation, outcome)));
  }
}

function stop(number) {
  const invocation = invocations.get(number);
  if (invocation) {
    invocation.abort();
    end(invocation, { stopped: true });
  }
}

/** Only the first outcome of an invocation counts. */
function end(invocation, outcome) {
  if (invocations.delete(invocation.number)) {
    send({ op: 'ended', run: invocation.number, at: now(), logs: invocation.output.text(), ...outcome });
  }
}

/** What nobody caught belongs to the invocation that began it; where that is not known, all may be broken. */
function fail(failure, fatal) {
  const [only] = invocations.size === 1 && !settings?.route ? invocations.values() : [];
  const invocation = current.getStore() ?? only;
  if (invocation) {
    end(invocation, { error: describe(failure) });
    return;
  }
  process.stderr.write(`outside of any invocation: ${failure?.stack ?? failure}\n`);
  if (fatal) {
    exit(1);
  }
}

/** In place of process.exit, where the process belongs to many: ends the invocation that calls it. */
function leave(code) {
  const invocation = current.getStore();
  const error = { type: TYPE.DIED, message: `the function called process.exit(${code ?? ''})` };
  if (invocation) {
    end(invocation, { error });
  }
  throw new Error(error.message);
}

function call(invocation, number, verb, values) {
  send({ op: 'call', run: invocation.number, call: number, verb, values });
}
