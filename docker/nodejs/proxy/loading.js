'use strict';
// Waits until a host has loaded the function, and makes a refusal of what goes wrong.

const { Refusal, TYPE } = require('./errors');

const LOAD_MILLIS = 60_000;

function loadMessage(settings, directory, logBytes) {
  const route = settings.isolation === 'thread';
  return { op: 'load', handler: settings.handler, code: directory, env: settings.env, logBytes, route };
}

/** Kills the host when the function cannot be loaded. */
function awaitLoaded(host, message, timeoutMillis) {
  const limit = Math.max(LOAD_MILLIS, timeoutMillis);
  return new Promise((resolve, reject) => {
    const refuse = (detail) => {
      clearTimeout(alarm);
      host.kill();
      reject(new Refusal(422, detail.type, detail.message, detail.stack));
    };
    const late = { type: TYPE.TIMEOUT, message: `loading the function took longer than ${limit / 1000} s` };
    const alarm = setTimeout(() => refuse(late), limit);
    host.listen({
      message: (answer) => {
        if (answer.op === 'refused') {
          refuse(answer.error);
        } else {
          clearTimeout(alarm);
          resolve();
        }
      },
      died: (why) => refuse({ type: TYPE.CRASHED, message: `while the function was loaded, its process ${why}` }),
    });
    host.send(message);
  });
}

module.exports = { awaitLoaded, loadMessage };
