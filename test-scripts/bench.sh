#!/usr/bin/env bash
# Measures, on this machine and in one run: warm latency and throughput of functions that do nothing, beside a bare WebFlux echo; the cold start, beside
# a bare `docker run` of the same image. Prints Markdown tables.
# Usage: bench.sh [SECONDS]      SECONDS: length of each measured run, by default 10
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build programs client; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

readonly SECONDS_PER_RUN=${1:-10}
readonly COLD_STARTS=7
readonly CLIENTS=(32 1)
readonly PORT=7109
readonly ECHO_PORT=7108
readonly BENCH_CLASSES=$REPO_ROOT/benchmarks/target
API_BASE=http://127.0.0.1:$PORT

main() {
  "$REPO_ROOT/test-scripts/setup.sh"
  regroup_for_engine "$@"
  find_jdk
  build_all
  FAASBATCH_HOME=$(mktemp -d)
  export FAASBATCH_HOME FAASBATCH_GATEWAY_PORT=$PORT FAASBATCH_REDIS_PORT=7107
  trap clean_up EXIT
  start_java gateway "$REPO_ROOT"/gateway/target/gateway-*-exec.jar
  start_program echo "$JAVA_HOME/bin/java" -cp "$BENCH_CLASSES/classes:$BENCH_CLASSES/lib/*" io.faasbatch.benchmarks.EchoServer "$ECHO_PORT"
  wait_until 120 is_healthy || die "the gateway was not healthy in time; its log is $(log_file gateway)"
  # shellcheck disable=SC2034 # used by lib/client.sh
  API_KEY=$(cat "$FAASBATCH_HOME/api-key")
  warm
  cold
}

build_all() {
  (cd "$REPO_ROOT" && ./mvnw -q -B -DskipTests package) || die "the build failed"
}

clean_up() {
  stop_program gateway
  stop_program echo
  rm -rf "$FAASBATCH_HOME"
}

warm() {
  local clients sample
  echo
  echo "| warm call | clients | p50 ms | p99 ms | calls/s | failed |"
  echo "|---|---|---|---|---|---|"
  for clients in "${CLIENTS[@]}"; do
    drive "bare WebFlux echo" "http://127.0.0.1:$ECHO_PORT/echo" "$clients"
    for sample in noop-java noop-python-thread noop-python; do
      deploy_variant "$sample" "$sample-at-once" "dispatchInterval: 0ms"
      drive "$sample, interval 0" "$API_BASE/v1/functions/$sample-at-once/invocations" "$clients"
    done
  done
  deploy_variant noop-java noop-java-default ""
  drive "noop-java, interval 200 ms" "$API_BASE/v1/functions/noop-java-default/invocations" 32
}

drive() {
  FAASBATCH_API_KEY=$API_KEY "$JAVA_HOME/bin/java" -cp "$BENCH_CLASSES/classes:$BENCH_CLASSES/lib/*" \
    io.faasbatch.benchmarks.LoadDriver "$1" "$2" "$3" "$SECONDS_PER_RUN" 2>/dev/null
}

# deploy_variant SAMPLE NAME LINE: the sample under another name, with one more line in its function.yaml.
deploy_variant() {
  local work
  work=$(mktemp -d)
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$REPO_ROOT/target/examples/$1.zip")
  sed -i "s/^name: .*/name: $2/" "$work/function.yaml"
  printf '%s\n' "$3" >>"$work/function.yaml"
  "$JAVA_HOME/bin/jar" --create --no-manifest --file "$FAASBATCH_HOME/$2.zip" -C "$work" .
  deploy_function "$FAASBATCH_HOME/$2.zip"
  rm -rf "$work"
}

# Each start is of a function nobody called before, so that its container is made for the call.
cold() {
  echo
  echo "| cold start, $COLD_STARTS each, in turn | min ms | median ms | max ms |"
  echo "|---|---|---|---|"
  cold_of java noop-java
  cold_of python3 noop-python
}

cold_of() {
  local runtime=$1 sample=$2 i bare=() calls=() starts=()
  for ((i = 1; i <= COLD_STARTS; i++)); do
    deploy_variant "$sample" "$sample-cold-$i" "dispatchInterval: 0ms"
    bare+=("$(millis_of docker run --rm --entrypoint /bin/true "faasbatch/runtime-$runtime")")
    api POST "/v1/functions/$sample-cold-$i/invocations" -H 'Content-Type: application/json' -d '{}'
    calls+=("$(jq '.timings.total | round' <<<"$ANSWER")")
    starts+=("$(jq '.timings.coldStart | round' <<<"$ANSWER")")
  done
  row "docker run of faasbatch/runtime-$runtime, /bin/true" "${bare[@]}"
  row "$sample: cold start until the function is loaded" "${starts[@]}"
  row "$sample: the whole first call" "${calls[@]}"
}

millis_of() {
  local begin end
  begin=$(date +%s%N)
  "$@" >/dev/null
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000))
}

row() {
  local name=$1 sorted
  shift
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  echo "| $name | ${sorted[0]} | ${sorted[$((${#sorted[@]} / 2))]} | ${sorted[-1]} |"
}

main "$@"
