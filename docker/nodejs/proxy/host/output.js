'use strict';
// Who the output of this process belongs to.

const fs = require('node:fs');

/** The container's own output. */
const CONTAINER = 4;

/** Takes what is written while the function is loaded out of the way of invocations, until the answer is called. */
function aside() {
  const streams = [process.stdout, process.stderr];
  const kept = streams.map((stream) => stream.write);
  streams.forEach((stream) => {
    stream.write = (chunk) => {
      fs.writeSync(CONTAINER, chunk);
      return true;
    };
  });
  return () => streams.forEach((stream, index) => (stream.write = kept[index]));
}

/**
 * Hands what is written in a process that many invocations share to the one that writes it. Who that is follows the
 * asynchronous calls; what belongs to none goes to the container's own output.
 */
function takeOver(current) {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (chunk, encoding, callback) => {
      const invocation = current.getStore();
      if (!invocation) {
        return write(chunk, encoding, callback);
      }
      const text = typeof chunk === 'string';
      invocation.output.add(text ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (done) {
        process.nextTick(done);
      }
      return true;
    };
  }
}

module.exports = { aside, takeOver };
