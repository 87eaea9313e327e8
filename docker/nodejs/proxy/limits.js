'use strict';
// What one container takes and gives at most. Each can be set by the environment variable FAASBATCH_PROXY_MAX_<NAME>.

const KIB = 1024;
const MIB = 1024 * KIB;

const DEFAULTS = {
  INIT_BYTES: 64 * MIB, // body of POST /init
  BATCH_BYTES: 64 * MIB, // body of POST /batch
  BATCH_INVOCATIONS: 10_000,
  CODE_ENTRIES: 10_000, // files of the function's archive
  CODE_BYTES: 512 * MIB, // their size unpacked
  OUTPUT_BYTES: 6 * MIB, // JSON that one invocation returns
  LOG_BYTES: 64 * KIB, // what is kept of one invocation's stdout and stderr
  STORE_VALUE_BYTES: 64 * MIB, // one value in Redis
  INLINE_BYTES: 64 * KIB, // of a step's output that is not written to Redis
  HTTP_BYTES: 16 * MIB, // body of one answer to context.http
};

const LARGEST = 2 ** 31 - 1;

/** The limits by their names in camel case, such as initBytes. */
function limitsFrom(env) {
  const entries = Object.entries(DEFAULTS).map(([name, otherwise]) => [
    name.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
    wholeNumber(env, `FAASBATCH_PROXY_MAX_${name}`, otherwise, 1, LARGEST),
  ]);
  return Object.freeze(Object.fromEntries(entries));
}

function wholeNumber(env, name, otherwise, min, max) {
  const text = (env[name] ?? '').trim();
  if (text === '') {
    return otherwise;
  }
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}: ${text}`);
  }
  return value;
}

module.exports = { limitsFrom, wholeNumber };
