'use strict';
// GET requests that functions make through the proxy; when the function opts in, identical ones under way are one.

const http = require('node:http');
const https = require('node:https');

const { Coalescing } = require('./coalescing');

const MAX_REDIRECTS = 5;
const MAX_CONNECTIONS = 256;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PRIVATE = new Set(['authorization', 'cookie', 'proxy-authorization']);
const CLIENTS = { 'http:': http, 'https:': https };

/** The request could not be made or answered. */
class HttpError extends Error {
  constructor(message) {
    super(message);
    this.name = 'HttpError';
  }
}

/** Waits for an answer are bounded by each invocation's deadline; an exchange that nobody waits for any more is broken off. */
class HttpReads {
  #limit;
  #coalesce;
  #shared = new Coalescing();
  #agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }),
  };
  #waiters = new WeakMap();
  #apart = 0;

  constructor(limit, coalesce) {
    this.#limit = limit;
    this.#coalesce = coalesce;
  }

  /** {status, headers, body} of the answer behind at most five redirects. */
  get(url, headers, deadline) {
    const named = normalized(headers);
    const first = checked(url);
    const begin = () => this.#begin(first, named);
    if (!this.#coalesce) {
      this.#apart++;
      return this.#await(begin(), deadline);
    }
    const name = JSON.stringify([first.href, named]);
    return this.#await(this.#shared.read(name, begin), deadline, () => this.#shared.forget(name));
  }

  counts() {
    return { reads: this.#apart + this.#shared.reads, coalesced: this.#shared.coalesced };
  }

  close() {
    Object.values(this.#agents).forEach((agent) => agent.destroy());
  }

  #begin(url, headers) {
    const abort = new AbortController();
    const answer = this.#follow(url, headers, abort.signal, MAX_REDIRECTS);
    this.#waiters.set(answer, { count: 0, abort });
    return answer;
  }

  async #await(answer, deadline, abandon = () => {}) {
    const waiters = this.#waiters.get(answer);
    waiters.count++;
    let alarm;
    const late = new Promise((_, reject) => {
      alarm = setTimeout(() => reject(new HttpError('no answer came before the deadline')), deadline - Date.now());
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(alarm);
      if (--waiters.count === 0) {
        abandon();
        waiters.abort.abort();
      }
    }
  }

  async #follow(url, headers, signal, redirects) {
    const answer = await this.#exchange(url, headers, signal);
    const location = answer.headers.location?.[0];
    if (!REDIRECTS.has(answer.status) || location === undefined) {
      return answer;
    }
    if (redirects === 0) {
      throw new HttpError(`more than ${MAX_REDIRECTS} redirects`);
    }
    const next = checked(location, url);
    return this.#follow(next, next.origin === url.origin ? headers : withoutSecrets(headers), signal, redirects - 1);
  }

  #exchange(url, headers, signal) {
    return new Promise((resolve, reject) => {
      const fail = (failure) => reject(new HttpError(`GET ${url.origin}${url.pathname}: ${failure.message}`));
      const agent = this.#agents[url.protocol];
      CLIENTS[url.protocol]
        .get(url, { headers: Object.fromEntries(headers), agent, signal }, (answer) => {
          this.#read(answer).then(resolve, fail);
        })
        .on('error', fail);
    });
  }

  async #read(answer) {
    const chunks = [];
    let size = 0;
    for await (const chunk of answer) {
      size += chunk.length;
      if (size > this.#limit) {
        throw new HttpError(`the answer has more than ${this.#limit} bytes`);
      }
      chunks.push(chunk);
    }
    return { status: answer.statusCode, headers: grouped(answer.rawHeaders), body: Buffer.concat(chunks) };
  }
}

function checked(address, base) {
  let url;
  try {
    url = new URL(address, base);
  } catch {
    throw new HttpError(`not an address: ${address}`);
  }
  if (!(url.protocol in CLIENTS)) {
    throw new HttpError(`only http and https are possible, not ${url.protocol}`);
  }
  url.hash = '';
  return url;
}

/** Names in lower case and in order, so that equal headers look alike. */
function normalized(headers) {
  return Object.entries(headers ?? {})
    .map(([name, value]) => [name.toLowerCase(), String(value)])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Another server is not shown what was meant for the first one. */
function withoutSecrets(headers) {
  return headers.filter(([name]) => !PRIVATE.has(name));
}

function grouped(raw) {
  const headers = {};
  for (let i = 0; i < raw.length; i += 2) {
    (headers[raw[i].toLowerCase()] ??= []).push(raw[i + 1]);
  }
  return headers;
}

module.exports = { HttpReads, HttpError };
