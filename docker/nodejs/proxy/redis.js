'use strict';
// The little of the Redis protocol that intermediate data needs: one connection, commands sent as they come, answers in order.

const net = require('node:net');

const CONNECT_MILLIS = 2_000;
const ANSWER_MILLIS = 10_000;
const MAX_WAITING = 16_384;
const CRLF = Buffer.from('\r\n');

/** Redis could not be reached, or refused. */
class StoreError extends Error {
  constructor(message) {
    super(message);
    this.name = 'StoreError';
  }
}

/** Cuts a stream of bytes into answers: a Buffer, a number, null, or a StoreError. */
class Answers {
  #data = Buffer.alloc(0);
  #chunks = [];
  #need = 0;

  /** Large answers come in many pieces, which are put together once. */
  *feed(chunk) {
    this.#chunks.push(chunk);
    const size = this.#data.length + this.#chunks.reduce((sum, one) => sum + one.length, 0);
    if (size < this.#need) {
      return;
    }
    this.#data = Buffer.concat([this.#data, ...this.#chunks]);
    this.#chunks = [];
    this.#need = 0;
    for (let answer = this.#next(); answer; answer = this.#next()) {
      yield answer.value;
    }
  }

  #next() {
    const line = this.#data.indexOf(CRLF);
    if (line < 0) {
      return null;
    }
    const text = this.#data.toString('utf8', 1, line);
    const kind = String.fromCharCode(this.#data[0]);
    if (kind === '$') {
      return this.#bulk(Number(text), line + 2);
    }
    this.#data = this.#data.subarray(line + 2);
    switch (kind) {
      case '+':
        return { value: Buffer.from(text) };
      case ':':
        return { value: Number(text) };
      case '-':
        return { value: new StoreError(`Redis refused: ${text}`) };
      default:
        throw new StoreError(`Redis sent an answer of an unknown kind: ${kind}`);
    }
  }

  #bulk(length, start) {
    if (length < 0) {
      this.#data = this.#data.subarray(start);
      return { value: null };
    }
    const end = start + length;
    if (this.#data.length < end + 2) {
      this.#need = end + 2;
      return null;
    }
    const value = Buffer.from(this.#data.subarray(start, end));
    this.#data = this.#data.subarray(end + 2);
    return { value };
  }
}

/**
 * Connects when the first command comes. What was on its way when a connection broke is sent once more over a new one, which
 * is safe because reading and overwriting can be repeated; then it fails.
 */
class Redis {
  #address;
  #socket = null;
  #sent = [];
  #watch = null;
  #closed = false;

  constructor(address) {
    this.#address = address;
  }

  /** The answer to one command. */
  send(...parts) {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new StoreError('the container is shutting down'));
      } else if (this.#sent.length >= MAX_WAITING) {
        reject(new StoreError(`more than ${MAX_WAITING} commands wait for Redis`));
      } else {
        this.#write({ bytes: encode(parts), resolve, reject, again: false });
      }
    });
  }

  close() {
    this.#closed = true;
    this.#socket?.destroy(new Error('the container is shutting down'));
  }

  #write(command) {
    this.#socket ??= this.#connect();
    this.#sent.push(command);
    this.#socket.write(command.bytes);
  }

  #connect() {
    const { host, port, username, password } = this.#address;
    const socket = net.connect({ host, port, noDelay: true });
    const answers = new Answers();
    socket.setTimeout(CONNECT_MILLIS, () => socket.destroy(new Error('it does not answer')));
    socket.once('connect', () => socket.setTimeout(0));
    socket.on('data', (chunk) => this.#read(socket, answers, chunk));
    socket.on('error', (failure) => socket.destroy(failure));
    socket.on('close', () => this.#broken(socket, socket.errored?.message ?? 'the connection was closed'));
    clearInterval(this.#watch);
    this.#watch = setInterval(() => this.#look(socket), ANSWER_MILLIS / 10).unref();
    if (password) {
      const bytes = encode(username ? ['AUTH', username, password] : ['AUTH', password]);
      const refused = (failure) => socket.destroy(failure);
      this.#sent.push({ bytes, resolve: () => {}, reject: refused, again: true });
      socket.write(bytes);
    }
    return socket;
  }

  #read(socket, answers, chunk) {
    try {
      for (const answer of answers.feed(chunk)) {
        const command = this.#sent.shift();
        if (answer instanceof StoreError) {
          command.reject(answer);
        } else {
          command.resolve(answer);
        }
      }
      this.#since = Date.now();
    } catch (failure) {
      socket.destroy(failure);
    }
  }

  #since = 0;

  /** The time counts from the last sign of life, so that a long row of answers is not taken for silence. */
  #look(socket) {
    if (this.#sent.length === 0) {
      this.#since = Date.now();
    } else if (Date.now() - this.#since > ANSWER_MILLIS) {
      socket.destroy(new Error('it does not answer'));
    }
  }

  #broken(socket, why) {
    if (this.#socket !== socket) {
      return;
    }
    clearInterval(this.#watch);
    this.#socket = null;
    const commands = this.#sent;
    this.#sent = [];
    for (const command of commands) {
      if (command.again || this.#closed) {
        const { host, port } = this.#address;
        command.reject(new StoreError(`no answer from Redis at ${host}:${port}: ${why}`));
      } else {
        this.#write({ ...command, again: true });
      }
    }
  }
}

function encode(parts) {
  const bytes = [Buffer.from(`*${parts.length}\r\n`)];
  for (const part of parts) {
    const data = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    bytes.push(Buffer.from(`$${data.length}\r\n`), data, CRLF);
  }
  return Buffer.concat(bytes);
}

module.exports = { Redis, StoreError, Answers };
