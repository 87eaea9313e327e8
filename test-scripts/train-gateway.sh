#!/usr/bin/env bash
# Runs the gateway once as it is used, and keeps what its JVM learned: the classes, linked, and which methods are worth compiling (JEP 483, JEP 515).
# A gateway that is started from there is up in less than half the time. Functions run as plain processes: this needs no Docker Engine.
# Usage: train-gateway.sh
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk build programs client; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

readonly PORT=7219
readonly REDIS_PORT=7217
# One after the other, and as many again at once. The JVM's second compiler takes up what has run 5,000 times; what a call goes through is then beyond that, and
# is compiled soon after the gateway is used.
readonly CALLS=8000
readonly EXECUTIONS=100

find_jdk
"$REPO_ROOT/test-scripts/package-examples.sh"
for setting in "${!FAASBATCH_@}"; do
  unset "$setting"
done
if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
  die "port $PORT is taken by another program."
fi

FAASBATCH_HOME=$(mktemp -d)
export FAASBATCH_HOME FAASBATCH_GATEWAY_PORT=$PORT FAASBATCH_REDIS_PORT=$REDIS_PORT FAASBATCH_SANDBOX=process FAASBATCH_PROXY_JAR=$PROXY_JAR
trap 'stop_program gateway; rm -rf "$FAASBATCH_HOME"' EXIT
API_BASE=http://127.0.0.1:$PORT

# The JVM maps what it learned of plain jars, not of jars within a jar.
TRAINED=$(trained_folder "$GATEWAY_JAR")
rm -rf "$TRAINED"
"$JAVA_HOME/bin/java" -Djarmode=tools -jar "$GATEWAY_JAR" extract --destination "$TRAINED"
say "training the gateway (log: $(log_file gateway))"
start_program gateway "$JAVA_HOME/bin/java" "${JAVA_FLAGS[@]}" "-XX:AOTCacheOutput=$TRAINED/$AOT_CACHE" -jar "$TRAINED/$(basename "$GATEWAY_JAR")"
wait_until 120 is_healthy || {
  require_running gateway
  die "the gateway was not healthy within 120 s."
}
API_KEY=$(cat "$FAASBATCH_HOME/api-key")

# call_again PATH TIMES CURL-ARGUMENTS: one after the other, then twenty at a time.
call_again() {
  local path=$1 times=$2
  shift 2
  set -- -sSf -o /dev/null --max-time 120 -X POST -H 'Content-Type: application/json' -d '{"n":1}' "$@" "$API_BASE$path?[1-$times]"
  curl -H @<(printf 'Authorization: Bearer %s\n' "$API_KEY") "$@"
  # With -Z curl shows its progress whatever it is told.
  curl -H @<(printf 'Authorization: Bearer %s\n' "$API_KEY") -Z --parallel-max 20 "$@" 2>/dev/null
}

deploy_function "$REPO_ROOT/target/examples/noop-java.zip"
cat >"$FAASBATCH_HOME/training.yaml" <<'YAML'
steps:
  first: {function: noop-java, input: '${ input }'}
  each: {foreach: [1, 2, 3], function: noop-java, input: '${ item }', after: [first]}
YAML
deploy_workflow training "$FAASBATCH_HOME/training.yaml"
call_again /v1/functions/noop-java/invocations "$CALLS"
call_again /v1/workflows/training/executions "$EXECUTIONS" -H 'Prefer: wait=30'
stop_program gateway
[ -f "$TRAINED/$AOT_CACHE" ] || die "the JVM wrote no cache; its log ends with: $(tail -n 3 "$(log_file gateway)")"
sha256sum <"$GATEWAY_JAR" >"$TRAINED/$TRAINED_FROM"
say "trained: $TRAINED"
