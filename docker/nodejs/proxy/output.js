'use strict';
// What an invocation wrote to stdout and stderr, in the order it was written, up to a limit.

class CappedOutput {
  #limit;
  #chunks = [];
  #size = 0;
  #cut = false;

  constructor(limit) {
    this.#limit = limit;
  }

  add(data) {
    if (this.#cut) {
      return;
    }
    const room = this.#limit - this.#size;
    this.#cut = data.length > room;
    // A copy, since the little that is kept would keep all of what it is a part of.
    const kept = Buffer.from(this.#cut ? data.subarray(0, room) : data);
    this.#chunks.push(kept);
    this.#size += kept.length;
  }

  text() {
    const all = Buffer.concat(this.#chunks);
    if (!this.#cut) {
      return all.toString();
    }
    return `${all.toString('utf8', 0, wholeCharacters(all))}\n[... output cut at ${this.#limit} bytes]\n`;
  }
}

/** The cut may have gone through a character: the length without it. */
function wholeCharacters(data) {
  let start = data.length;
  while (start > 0 && data.length - start < 3 && (data[start - 1] & 0xc0) === 0x80) {
    start--;
  }
  if (start === 0) {
    return data.length;
  }
  const lead = data[start - 1];
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return data.length - (start - 1) < needed ? start - 1 : data.length;
}

module.exports = { CappedOutput };
