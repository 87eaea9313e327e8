'use strict';
// The program inside a container for Node.js functions. It keeps the contract of the container proxy; its settings are
// environment variables of the same names as those of the other runtimes' proxy.

const fs = require('node:fs');

const { Host } = require('./host');
const { limitsFrom, wholeNumber } = require('./limits');
const { Proxy } = require('./proxy');

const DEFAULT_PORT = 5000;
const MAX_PORT = 65_535;
const MAX_CONNECTIONS = 512;
const BACKLOG = 1024;

/** Kept connections are not closed under a client that is about to use them. */
const IDLE_MILLIS = 3_600_000;
const SHUTDOWN_MILLIS = 2_000;

function main(env) {
  // The process that will load the function starts together with this one.
  const proxy = new Proxy(env.FAASBATCH_CODE_DIR ?? '/code', limitsFrom(env), new Host());
  const server = proxy.server();
  server.maxConnections = MAX_CONNECTIONS;
  server.keepAliveTimeout = IDLE_MILLIS;
  server.requestTimeout = 0;
  server.headersTimeout = IDLE_MILLIS;
  const port = wholeNumber(env, 'FAASBATCH_PROXY_PORT', DEFAULT_PORT, 0, MAX_PORT);
  server.listen({ host: env.FAASBATCH_PROXY_HOST ?? '0.0.0.0', port, backlog: BACKLOG }, () => {
    announce(env.FAASBATCH_PROXY_PORT_FILE, server.address().port);
  });
  process.once('SIGTERM', () => stop(proxy, server));
}

/** Moved into place, so that whoever waits for the file never reads half a number. */
function announce(file, port) {
  if (file) {
    fs.writeFileSync(`${file}.new`, `${port}\n`);
    fs.renameSync(`${file}.new`, file);
  }
}

/** Everything in flight is reported, and then every connection closed. */
function stop(proxy, server) {
  proxy.close();
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), SHUTDOWN_MILLIS);
}

main(process.env);
