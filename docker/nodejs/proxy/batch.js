'use strict';
// POST /batch: hands the invocations to the queue and writes each result the moment it is there.
//
// A server hears of a client that left only when it writes. While no result is due a blank is written now and then, which JSON
// allows before a value: whoever reads the next line does not notice, and a broken connection is found out.

const { Refusal, TYPE } = require('./errors');
const { DuplicateInvocation, now } = require('./queue');
const { batchOf } = require('./requests');

const SIGN_OF_LIFE_MILLIS = 1_000;

async function runBatch(loaded, read, response, limits) {
  const arrived = now();
  const { function: meant, invocations } = batchOf(await read(limits.batchBytes));
  if (meant !== null && meant !== loaded.function) {
    // The worker meant another container, which had this one's address before.
    throw new Refusal(409, 'OtherFunction', `this container has the function ${loaded.function}, not ${meant}`);
  }
  if (invocations.length > limits.batchInvocations) {
    const found = `not ${invocations.length}`;
    throw new Refusal(413, 'TooManyInvocations', `a batch has at most ${limits.batchInvocations} invocations, ${found}`);
  }
  const answer = new Answer(response, invocations.length, limits.outputBytes);
  const runs = submit(loaded.queue, invocations, arrived, (result) => answer.write(result));
  answer.begin(() => loaded.queue.abandon(runs));
}

function submit(queue, invocations, arrived, report) {
  if (queue.closing) {
    throw new Refusal(503, 'ShuttingDown', 'the container is shutting down');
  }
  try {
    return queue.submit(invocations, arrived, report);
  } catch (failure) {
    if (failure instanceof DuplicateInvocation) {
      throw new Refusal(409, 'DuplicateInvocation', failure.message);
    }
    throw failure;
  }
}

/** The answer to one batch, while it is being written. */
class Answer {
  #response;
  #left;
  #outputBytes;
  #blanks;

  constructor(response, expected, outputBytes) {
    this.#response = response;
    this.#left = expected;
    this.#outputBytes = outputBytes;
  }

  begin(abandon) {
    this.#response.on('close', () => {
      clearInterval(this.#blanks);
      if (this.#left > 0) {
        abandon();
      }
    });
    this.#head();
    this.#endIfComplete();
    if (this.#left > 0) {
      this.#response.flushHeaders();
      this.#blanks = setInterval(() => this.#response.write(' '), SIGN_OF_LIFE_MILLIS);
    }
  }

  write(result) {
    this.#head();
    this.#left--;
    this.#response.write(line(result, this.#outputBytes));
    this.#blanks?.refresh();
    this.#endIfComplete();
  }

  #head() {
    if (!this.#response.headersSent) {
      this.#response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    }
  }

  #endIfComplete() {
    if (this.#left === 0) {
      clearInterval(this.#blanks);
      this.#response.end();
    }
  }
}

/** The output is JSON text already, and put in as it is. */
function line({ output, ...rest }, outputBytes) {
  if (output === undefined) {
    return `${JSON.stringify(rest)}\n`;
  }
  const bytes = Buffer.byteLength(output);
  if (bytes > outputBytes) {
    const message = `the output has ${bytes} bytes of JSON, at most ${outputBytes} are allowed`;
    const { references, ...failed } = rest;
    return `${JSON.stringify({ ...failed, status: 'error', error: { type: TYPE.OUTPUT_TOO_LARGE, message } })}\n`;
  }
  return `${JSON.stringify(rest).slice(0, -1)},"output":${output}}\n`;
}

module.exports = { runBatch };
