#!/usr/bin/env bash
# Measures, on this machine and in one run, what the engine takes for the steps of workflows: first with functions that end at once in the worker itself,
# which leaves the engine and Redis, then with the Java sample that does nothing, in real containers. Prints Markdown tables.
# Usage: bench-workflows.sh [RUNS]      RUNS: how often a chain of ten steps is measured, by default 300; the others in proportion
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build programs; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

readonly RUNS=${1:-300}
readonly REDIS_PORT=7106
readonly BENCH=$REPO_ROOT/benchmarks/target

main() {
  "$REPO_ROOT/test-scripts/setup.sh"
  regroup_for_engine "$@"
  find_jdk
  (cd "$REPO_ROOT" && ./mvnw -q -B -DskipTests package) || die "the build failed"
  FAASBATCH_HOME=$(mktemp -d)
  trap clean_up EXIT
  start_program redis redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$FAASBATCH_HOME" --appendonly yes --save ''
  wait_until 20 redis-cli -p "$REDIS_PORT" ping || die "Redis does not answer on port $REDIS_PORT"
  measure in-process
  redis-cli -p "$REDIS_PORT" flushall >/dev/null
  measure containers
}

measure() {
  mkdir -p "$FAASBATCH_HOME/$1"
  "$JAVA_HOME/bin/java" "${JAVA_FLAGS[@]}" -cp "$BENCH/classes:$BENCH/lib/*" io.faasbatch.benchmarks.EngineBenchmark \
    "$1" "$FAASBATCH_HOME/$1" "redis://127.0.0.1:$REDIS_PORT" "$REPO_ROOT/target/examples/noop-java.zip" "$RUNS" \
    | grep '^|\|^$'
}

clean_up() {
  stop_program redis
  rm -rf "$FAASBATCH_HOME"
}

main "$@"
