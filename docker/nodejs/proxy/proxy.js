'use strict';
// The HTTP interface of the container: finds the endpoint of a request, and turns whatever goes wrong there into an answer.

const http = require('node:http');

const { BadArchive } = require('./archive');
const { runBatch } = require('./batch');
const { Refusal } = require('./errors');
const { Slot } = require('./slot');

/** Most of a refused body that is read and dropped, so that its sender gets to see the refusal. */
const MAX_DROPPED = 256 * 2 ** 20;

const INVOCATION = /^\/invocations\/(.+)$/;

class Proxy {
  #slot;
  #limits;

  /** @param host a process that has nothing loaded yet */
  constructor(codeDir, limits, host) {
    this.#slot = new Slot(codeDir, limits, host);
    this.#limits = limits;
  }

  server() {
    return http.createServer((request, response) => {
      this.#dispatch(request, response).catch((failure) => refuse(request, response, failure));
    });
  }

  close() {
    this.#slot.close();
  }

  async #dispatch(request, response) {
    const path = request.url.split('?')[0];
    const invocation = INVOCATION.exec(path);
    if (invocation) {
      allow(request, response, 'DELETE');
      this.#cancel(decodeURIComponent(invocation[1]));
      response.writeHead(204).end();
      return;
    }
    switch (path) {
      case '/status':
        allow(request, response, 'GET');
        send(response, 200, this.#slot.status());
        return;
      case '/init':
        allow(request, response, 'POST');
        await this.#slot.init(() => readJson(request, this.#limits.initBytes));
        send(response, 200, this.#slot.status());
        return;
      case '/batch':
        allow(request, response, 'POST');
        await runBatch(this.#slot.require(), (limit) => readJson(request, limit), response, this.#limits);
        return;
      case '/metrics':
        allow(request, response, 'GET');
        send(response, 200, this.#slot.metrics());
        return;
      default:
        throw new Refusal(404, 'NotFound', `there is nothing at ${path}`);
    }
  }

  #cancel(id) {
    if (!this.#slot.loaded?.queue.cancel(id)) {
      throw new Refusal(404, 'NotFound', `no invocation ${id} is in this container`);
    }
  }
}

function allow(request, response, method) {
  if (request.method !== method) {
    response.setHeader('Allow', method);
    throw new Refusal(405, 'MethodNotAllowed', `only ${method} is possible here`);
  }
}

async function readJson(request, limit) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) {
      throw new Refusal(413, 'TooLarge', `the body is larger than ${limit} bytes`);
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch (failure) {
    throw new Refusal(400, 'MalformedRequest', failure.message);
  }
}

/** An answer that fails in its midst breaks the connection, so that the client knows that something is missing. */
function refuse(request, response, failure) {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  drop(request);
  const refusal = asRefusal(failure);
  send(response, refusal.status, { error: refusal.detail() });
}

function asRefusal(failure) {
  if (failure instanceof Refusal) {
    return failure;
  }
  if (failure instanceof BadArchive) {
    return new Refusal(400, 'BadArchive', failure.message);
  }
  return new Refusal(500, 'Internal', failure.message, failure.stack);
}

function drop(request) {
  let dropped = 0;
  request.on('data', (chunk) => {
    dropped += chunk.length;
    if (dropped > MAX_DROPPED) {
      request.destroy();
    }
  });
  request.on('error', () => {}); // its sender has gone: nobody is left to be told
}

function send(response, status, body) {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length }).end(text);
}

module.exports = { Proxy };
