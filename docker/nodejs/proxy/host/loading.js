'use strict';
// Finds and loads the function that `handler` names, as module:function; the module may be CommonJS or ECMAScript.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const { TypedError } = require('../errors');

const ENDINGS = ['', '.js', '.cjs', '.mjs', '/index.js', '/index.mjs'];

/** What the code may know of the container's environment, beside its own. */
const PASSED_ON = new Set(['PATH', 'HOME', 'HOSTNAME', 'LANG', 'TMPDIR', 'NODE_PATH']);

async function load({ handler, code, env }) {
  for (const name of Object.keys(process.env)) {
    if (!PASSED_ON.has(name)) {
      delete process.env[name];
    }
  }
  Object.assign(process.env, env);
  process.chdir(code);
  const [module, name] = parts(handler);
  const loaded = await import(pathToFileURL(file(code, module)).href);
  const found = loaded[name] ?? loaded.default?.[name];
  if (typeof found !== 'function') {
    throw new TypedError('HandlerNotFound', `the module ${module} exports no function ${name}`);
  }
  return found;
}

function parts(handler) {
  const match = /^([^:]+):([^:]+)$/.exec(handler);
  if (!match) {
    throw new TypedError('HandlerNotFound', `the handler must be module:function, such as main:handle, not ${handler}`);
  }
  return match.slice(1);
}

function file(code, module) {
  const candidates = ENDINGS.map((ending) => path.join(code, module + ending));
  const found = candidates.find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!found) {
    throw new TypedError('HandlerNotFound', `the code has no module ${module}`);
  }
  return found;
}

module.exports = { load };
