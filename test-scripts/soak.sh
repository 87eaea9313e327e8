#!/usr/bin/env bash
# Bursts of executions and asynchronous calls whose results are kept for seconds only; watches what grows: keys and memory of Redis, memory of the gateway,
# containers. Prints a Markdown table, and fails unless all ended well and the keys are back at their number before the first burst.
# Usage: soak.sh [MINUTES]      MINUTES: by default 10
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build programs client; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

readonly MINUTES=${1:-10}
readonly PORT=7119 REDIS_PORT=7118
readonly BURST=50 AT_ONCE=10 RETENTION=5
readonly EXPIRE_SECONDS=60
API_BASE=http://127.0.0.1:$PORT

main() {
  "$REPO_ROOT/test-scripts/setup.sh"
  regroup_for_engine "$@"
  find_jdk
  FAASBATCH_HOME=$(mktemp -d)
  trap clean_up EXIT
  start_all
  deploy_function "$REPO_ROOT/target/examples/noop-python-thread.zip"
  cat >"$FAASBATCH_HOME/soak.yaml" <<'YAML'
steps:
  first: {function: noop-python-thread, input: '${ input }'}
  each: {foreach: [1, 2, 3, 4, 5], function: noop-python-thread, input: '${ item }', after: [first]}
  nap: {wait: 100ms, after: [each]}
YAML
  deploy_workflow soak "$FAASBATCH_HOME/soak.yaml"
  burst
  wait_until "$EXPIRE_SECONDS" nothing_due || fail "the first burst did not end"
  sleep $((RETENTION + 2))
  base=$(keys)
  soak
  wait_until "$EXPIRE_SECONDS" back_at_base || fail "$(keys) keys are left in Redis; before it were $base"
  row after
  say "soak: passed; $accepted pieces of work, and the keys are back at $base"
}

start_all() {
  start_program redis redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$FAASBATCH_HOME" --save ''
  wait_until 20 redis-cli -p "$REDIS_PORT" ping || die "Redis does not answer on port $REDIS_PORT"
  export FAASBATCH_HOME FAASBATCH_GATEWAY_PORT=$PORT FAASBATCH_REDIS_URI=redis://127.0.0.1:$REDIS_PORT FAASBATCH_RETENTION=${RETENTION}s
  start_java gateway "$GATEWAY_JAR"
  wait_until 120 is_healthy || fail "the gateway was not healthy in time"
  # shellcheck disable=SC2034 # used by lib/client.sh
  API_KEY=$(cat "$FAASBATCH_HOME/api-key")
}

# The folder with the log is about to go.
fail() {
  tail -n 15 "$(log_file gateway)" >&2
  die "$1; the end of the gateway's log is above."
}

clean_up() {
  stop_program gateway
  stop_program redis
  rm -rf "$FAASBATCH_HOME"
}

soak() {
  local begin=$SECONDS end=$((SECONDS + MINUTES * 60)) next=0
  echo
  echo "| seconds | accepted | due | keys | Redis, KiB | gateway, MiB resident | containers |"
  echo "|---|---|---|---|---|---|---|"
  while [ "$SECONDS" -lt "$end" ]; do
    burst
    if [ "$SECONDS" -ge "$next" ]; then
      row "$((SECONDS - begin))"
      next=$((SECONDS + MINUTES * 3))
    fi
  done
}

accepted=0

burst() {
  local path
  for path in /v1/workflows/soak/executions /v1/functions/noop-python-thread/invocations; do
    seq "$BURST" | xargs -P "$AT_ONCE" -I '{}' curl -sS -f --max-time 60 -o /dev/null -X POST \
      -H "@$(key_header)" -H 'Content-Type: application/json' -H 'Prefer: respond-async' -d '{}' "$API_BASE$path" \
      || fail "a burst was not accepted"
    accepted=$((accepted + BURST))
  done
}

# In a file, since a command line can be read by every user of the machine.
key_header() {
  local file=$FAASBATCH_HOME/key-header
  [ -f "$file" ] || (umask 077 && printf 'Authorization: Bearer %s\n' "$API_KEY" >"$file")
  echo "$file"
}

redis() { redis-cli -p "$REDIS_PORT" "$@"; }
keys() { redis dbsize; }
nothing_due() { [ "$(redis zcard fb:due)" -eq 0 ]; }
back_at_base() { nothing_due && [ "$(keys)" -le "$base" ]; }

row() {
  local pid memory
  read -r pid _ <"$(pid_file gateway)"
  memory=$(redis info memory | sed -n 's/^used_memory:\([0-9]*\).*/\1/p')
  echo "| $1 | $accepted | $(redis zcard fb:due) | $(keys) | $((memory / 1024)) |" \
    "$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status") |" \
    "$(docker ps -q --filter label=faasbatch.function=noop-python-thread | wc -l) |"
}

main "$@"
