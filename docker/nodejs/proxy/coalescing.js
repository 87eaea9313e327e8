'use strict';
// Identical reads that are under way at the same time are one read.

class Coalescing {
  #underWay = new Map();
  reads = 0;
  coalesced = 0;

  /** The answer of the read under this name that is under way, or of `begin`, which is called when there is none. */
  read(name, begin) {
    const earlier = this.#underWay.get(name);
    if (earlier) {
      this.coalesced++;
      return earlier;
    }
    this.reads++;
    const mine = begin();
    this.#underWay.set(name, mine);
    const ended = () => this.#detach(name, mine);
    mine.then(ended, ended);
    return mine;
  }

  /** Reads that begin from now on do not join the one that is under way: what it reads is about to be changed. */
  forget(name) {
    this.#underWay.delete(name);
  }

  #detach(name, read) {
    if (this.#underWay.get(name) === read) {
      this.#underWay.delete(name);
    }
  }
}

module.exports = { Coalescing };
