'use strict';
// Values in Redis: a hash for each scope of context.store, and one for each value by reference.

const { Coalescing } = require('./coalescing');
const { Redis, StoreError } = require('./redis');

const KEY_LIMIT = 512;
const VALUE_FIELD = 'value';

/** One connection for the whole container; reads of a key that are under way are shared, see Coalescing. */
class Store {
  #redis;
  #address;
  #limit;
  #reads = new Coalescing();
  #writes = 0;

  constructor(address, limit) {
    this.#redis = new Redis(address);
    this.#address = address;
    this.#limit = limit;
  }

  get available() {
    return true;
  }

  get(scope, key) {
    return this.#readField(this.#hash(scope, key), key);
  }

  put(scope, key, value) {
    return this.#writeField(this.#hash(scope, key), key, value);
  }

  /** The value under the whole name of a key; null when there is none. */
  read(key) {
    return this.#readField(key, VALUE_FIELD);
  }

  write(key, value) {
    return this.#writeField(key, VALUE_FIELD, value);
  }

  counts() {
    return { reads: this.#reads.reads, coalesced: this.#reads.coalesced, writes: this.#writes };
  }

  close() {
    this.#redis.close();
  }

  #hash(scope, key) {
    if (typeof key !== 'string' || key.length < 1 || key.length > KEY_LIMIT) {
      throw new StoreError(`a key is a text of 1 to ${KEY_LIMIT} characters`);
    }
    return `${this.#address.keyPrefix}{${scope}}:store`;
  }

  #readField(hash, field) {
    return this.#reads.read(JSON.stringify([hash, field]), () => this.#redis.send('HGET', hash, field));
  }

  /** A read that begins later is sent behind this, on a connection that keeps order. */
  async #writeField(hash, field, value) {
    if (value.length > this.#limit) {
      throw new StoreError(`the value has ${value.length} bytes, at most ${this.#limit} are allowed`);
    }
    this.#reads.forget(JSON.stringify([hash, field]));
    this.#writes++;
    const written = this.#redis.send('HSET', hash, field, value);
    const expiring = this.#redis.send('PEXPIRE', hash, this.#address.ttlSeconds * 1000);
    await Promise.all([written, expiring]);
  }
}

/** Stands where a function was given no store: every use says so. */
class NoStore {
  get available() {
    return false;
  }

  async get() {
    throw new StoreError('this function was set up without a store');
  }

  async put() {
    return this.get();
  }

  async read() {
    return this.get();
  }

  async write() {
    return this.get();
  }

  counts() {
    return { reads: 0, coalesced: 0, writes: 0 };
  }

  close() {}
}

module.exports = { Store, NoStore, StoreError };
