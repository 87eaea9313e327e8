#!/usr/bin/env bash
# Runs word count with the gateway on one machine and the worker, its Docker Engine and Redis on another; two network namespaces stand
# for the machines. Checks the counts, and that a worker with a wrong token is not used. Leaves nothing behind.
# Usage: two-vm-test.sh      (as root on Linux, after setup.sh and a build; verify.sh does all of it)
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build programs client wordcount; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

readonly GATEWAY_NET=fb-gateway-$$ WORKER_NET=fb-worker-$$
readonly GATEWAY_ADDRESS=10.77.0.1 WORKER_ADDRESS=10.77.0.2 PREFIX=24
readonly BRIDGE_ADDRESS=10.78.0.1/24
readonly GATEWAY_PORT=7000 WORKER_PORT=8000 STRANGER_PORT=8001 REDIS_PORT=6379
readonly ENGINE_SECONDS=60 HEALTH_SECONDS=120 EXECUTION_SECONDS=300
readonly IMAGE=faasbatch/runtime-python3:latest

WORK=
TOKEN=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
REDIS_PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')

main() {
  require_machine
  WORK=$(mktemp -d -p "${FAASBATCH_TEST_FOLDER:-/var/tmp}" faasbatch-two-vm.XXXXXX)
  # shellcheck disable=SC2034 # used by lib/programs.sh
  FAASBATCH_HOME=$WORK
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  connect_machines
  start_engine_there
  start_redis_there
  start_java worker "$WORKER_JAR" "${there[@]}" env "$(worker_home worker)" FAASBATCH_CLUSTER_TOKEN="$TOKEN" \
    FAASBATCH_WORKER_PORT=$WORKER_PORT "${worker_settings[@]}"
  start_java gateway "$GATEWAY_JAR" "${here[@]}" env FAASBATCH_HOME="$WORK/gateway" FAASBATCH_CLUSTER_TOKEN="$TOKEN" \
    FAASBATCH_EMBEDDED_WORKER=never FAASBATCH_GATEWAY_ADDRESS=$GATEWAY_ADDRESS FAASBATCH_GATEWAY_PORT=$GATEWAY_PORT \
    FAASBATCH_REDIS_URI="$redis_uri"
  wait_for_both
  check_word_count
  check_that_an_execution_outlives_its_engine
  check_that_the_token_is_asked_for
  check_that_a_stranger_is_not_used
  say "two machines: passed"
}

require_machine() {
  [ "$(uname -s)/$(id -u)" = Linux/0 ] || die "network namespaces need Linux and root."
  need_commands iproute2 ip
  need_commands util-linux nsenter
  need_commands iptables iptables
  need_commands docker.io dockerd
  need_commands redis-server redis-server
  find_jdk
  local jar
  for jar in "$GATEWAY_JAR" "$WORKER_JAR"; do
    [ -f "$jar" ] || die "$jar is not there; run test-scripts/verify.sh, or ./mvnw package."
  done
  [ -f "$REPO_ROOT/target/examples/count.zip" ] || "$REPO_ROOT/test-scripts/package-examples.sh"
  docker image inspect "$IMAGE" >/dev/null 2>&1 || die "image $IMAGE is missing; run test-scripts/setup.sh."
}

# Two machines on one wire. nsenter and not 'ip netns exec', which would hide the mounts of /sys that the Engine needs.
connect_machines() {
  say "connecting two namespaces: gateway $GATEWAY_ADDRESS, worker $WORKER_ADDRESS"
  ip netns add "$GATEWAY_NET"
  ip netns add "$WORKER_NET"
  ip -n "$GATEWAY_NET" link add wire type veth peer name wire netns "$WORKER_NET"
  ip -n "$GATEWAY_NET" address add "$GATEWAY_ADDRESS/$PREFIX" dev wire
  ip -n "$WORKER_NET" address add "$WORKER_ADDRESS/$PREFIX" dev wire
  local net
  for net in "$GATEWAY_NET" "$WORKER_NET"; do
    ip -n "$net" link set lo up
    ip -n "$net" link set wire up
  done
  here=(nsenter "--net=/run/netns/$GATEWAY_NET")
  there=(nsenter "--net=/run/netns/$WORKER_NET")
  # shellcheck disable=SC2034 # used by lib/client.sh
  API_RUN=("${here[@]}")
  API_BASE=http://$GATEWAY_ADDRESS:$GATEWAY_PORT
  redis_uri=redis://:$REDIS_PASSWORD@$WORKER_ADDRESS:$REDIS_PORT
  engine_socket=unix://$WORK/docker.sock
  worker_settings=(DOCKER_HOST="$engine_socket" FAASBATCH_WORKER_ADDRESS="$WORKER_ADDRESS" FAASBATCH_REDIS_URI="$redis_uri")
}

worker_home() { echo "FAASBATCH_HOME=$WORK/$1"; }

# An Engine of its own, which shares nothing with the one of this machine but the kernel.
start_engine_there() {
  local driver=overlay2
  # One overlay cannot lie on another, as inside a container.
  if [ "$(stat -f -c %T "$WORK")" = overlayfs ]; then driver=vfs; fi
  say "starting the worker's Docker Engine (storage driver $driver)"
  mount_cgroups
  run_engine_there "$driver"
  "${there[@]}" iptables -I FORWARD -i docker0 -j ACCEPT
  "${there[@]}" iptables -I FORWARD -o docker0 -j ACCEPT
  say "handing image $IMAGE over"
  docker save "$IMAGE" | docker -H "$engine_socket" load -q >/dev/null
}

run_engine_there() {
  local driver=$1
  start_program dockerd "${there[@]}" dockerd --host "$engine_socket" --data-root "$WORK/docker" --exec-root "$WORK/run" \
    --pidfile "$WORK/dockerd.pid" --containerd-namespace "fb-$$" --containerd-plugins-namespace "fb-plugins-$$" \
    --storage-driver "$driver" --bip "$BRIDGE_ADDRESS"
  wait_until "$ENGINE_SECONDS" docker -H "$engine_socket" version || {
    tail -n 20 "$(log_file dockerd)" >&2
    die "the worker's Docker Engine did not answer within $ENGINE_SECONDS s; the end of its log is above."
  }
}

start_redis_there() {
  say "starting the worker's Redis at $WORKER_ADDRESS:$REDIS_PORT, with a password"
  mkdir -p "$WORK/redis"
  (umask 077 && printf '%s\n' "bind $WORKER_ADDRESS" "port $REDIS_PORT" "requirepass $REDIS_PASSWORD" "dir $WORK/redis" \
    "appendonly yes" "save \"\"" >"$WORK/redis.conf")
  start_program redis "${there[@]}" redis-server "$WORK/redis.conf"
  wait_until 20 redis_answers || die "Redis does not answer at $WORKER_ADDRESS:$REDIS_PORT; its log: $(log_file redis)"
}

redis_answers() { "${here[@]}" env REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli -h "$WORKER_ADDRESS" ping | grep -q PONG; }

wait_for_both() {
  local end=$((SECONDS + HEALTH_SECONDS))
  until is_healthy && sees_workers 1; do
    require_running worker
    require_running gateway
    [ "$SECONDS" -lt "$end" ] || {
      tail -n 15 "$(log_file gateway)" "$(log_file worker)" >&2
      die "the gateway did not find the worker within $HEALTH_SECONDS s; the ends of their logs are above."
    }
    sleep 0.2
  done
  say "the gateway at $GATEWAY_ADDRESS uses the worker at $WORKER_ADDRESS"
}

# Whether the gateway lists at least so many workers.
sees_workers() {
  API_KEY=$(cat "$WORK/gateway/api-key" 2>/dev/null) || return 1
  (api GET /v1/workers && [ "$(jq '.items | length' <<<"$ANSWER")" -ge "$1" ]) 2>/dev/null
}

check_word_count() {
  local function
  for function in split count merge fibonacci noop-python noop-python-thread; do
    deploy_function "$REPO_ROOT/target/examples/$function.zip"
  done
  deploy_workflow word-count "$REPO_ROOT/examples/word-count/workflow.yaml"
  collect_text /usr/share/common-licenses "$WORK/text"
  word_count_input "$WORK/text" >"$WORK/input.json"
  start_execution word-count "$WORK/input.json"
  watch_execution "$EXECUTION_SECONDS"
  [ "$(jq -r .status <<<"$ANSWER")" = SUCCEEDED ] || die "word count ended as $(jq -c '[.status, .error]' <<<"$ANSWER")"
  check_counts "$ANSWER" "$WORK/text"
  print_containers "$ANSWER"
  [ "$(docker -H "$engine_socket" ps -q --filter label=faasbatch.worker | wc -l)" -ge 1 ] \
    || die "no container runs in the worker's Docker Engine: the work was done elsewhere."
}

# The Engine, and with it every container, goes away while an execution waits, and is not back when its next step is due.
check_that_an_execution_outlives_its_engine() {
  local driver
  driver=$(docker -H "$engine_socket" info --format '{{.Driver}}')
  cat >"$WORK/outlive.yaml" <<'YAML'
steps:
  before: {function: noop-python, input: '${ input }'}
  nap: {wait: 2s, after: [before]}
  later: {function: noop-python, input: '${ input }', after: [nap], retry: {attempts: 100, backoff: 1s, factor: 1}}
YAML
  deploy_workflow outlive "$WORK/outlive.yaml"
  echo '{}' >"$WORK/nothing.json"
  start_execution outlive "$WORK/nothing.json"
  wait_until "$EXECUTION_SECONDS" step_has_ended before || die "the first step did not end"
  say "restarting the worker's Docker Engine under an execution"
  stop_program dockerd
  wait_until "$EXECUTION_SECONDS" step_has_ended nap || die "the wait did not end while the Engine was away"
  run_engine_there "$driver"
  watch_execution "$EXECUTION_SECONDS"
  [ "$(jq -r .status <<<"$ANSWER")" = SUCCEEDED ] || die "the execution ended as $(jq -c '[.status, .error]' <<<"$ANSWER")"
  say "the execution went on with the Engine that came back"
}

step_has_ended() {
  api GET "/v1/executions/$EXECUTION" && jq -e --arg step "$1" '.steps[] | select(.name == $step) | .status == "SUCCEEDED"' <<<"$ANSWER"
}

# The worker's own interface belongs to the gateways: nobody else may call it.
check_that_the_token_is_asked_for() {
  local header status
  for header in 'X-None: none' "Authorization: Bearer wrong-$TOKEN"; do
    status=$("${here[@]}" curl -s -o /dev/null -w '%{http_code}' -H "$header" \
      "http://$WORKER_ADDRESS:$WORKER_PORT/worker/v1/info")
    [ "$status" = 401 ] || [ "$status" = 403 ] || die "the worker answered a caller without the right token with $status."
  done
  say "the worker turns callers without the right token away"
}

check_that_a_stranger_is_not_used() {
  say "starting a second worker with a wrong token"
  start_java stranger "$WORKER_JAR" "${there[@]}" env "$(worker_home stranger)" FAASBATCH_CLUSTER_TOKEN="wrong-$TOKEN" \
    FAASBATCH_WORKER_PORT=$STRANGER_PORT "${worker_settings[@]}"
  wait_until "$HEALTH_SECONDS" stranger_answers || warn "the second worker is not up; that alone is no fault."
  local function
  for function in fibonacci noop-python noop-python-thread split; do
    api POST "/v1/functions/$function/invocations" -H 'Content-Type: application/json' -d '{"n": 10, "text": "a b"}'
  done
  api GET /v1/containers
  [ "$(jq '[.items[].worker] | unique | length' <<<"$ANSWER")" = 1 ] \
    || die "containers run on a worker with a wrong token: $(jq -c '[.items[].worker] | unique' <<<"$ANSWER")"
  say "it is not used; stopping the right one"
  stop_program worker
  refuses_without_worker || die "with nothing but the wrong worker left a call got $STATUS; expected 503."
  say "with nothing but the wrong worker left, calls are refused (503)"
}

stranger_answers() {
  runs stranger && "${here[@]}" curl -s -o /dev/null --max-time 5 "http://$WORKER_ADDRESS:$STRANGER_PORT/actuator/health"
}

refuses_without_worker() {
  STATUS=$("${here[@]}" curl -s -o /dev/null -w '%{http_code}' --max-time 60 -X POST -H @<(printf 'Authorization: Bearer %s\n' "$API_KEY") \
    -H 'Content-Type: application/json' -d '{"n": 10}' "$API_BASE/v1/functions/fibonacci/invocations")
  [ "$STATUS" = 503 ]
}

# Runs on success and on failure: stops in the order of dependence, then takes the machines away.
clean_up() {
  local status=$? program
  trap - EXIT
  set +e
  for program in gateway stranger worker redis; do
    stop_program "$program" >/dev/null
  done
  if runs dockerd; then
    docker -H "$engine_socket" ps -aq | xargs -r docker -H "$engine_socket" rm -f >/dev/null 2>&1
    stop_program dockerd >/dev/null
  fi
  keep_logs_of_failure "$status"
  ip netns delete "$GATEWAY_NET" 2>/dev/null
  ip netns delete "$WORKER_NET" 2>/dev/null
  awk -v work="$WORK/" 'index($2, work) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l
  rm -rf "$WORK"
  exit "$status"
}

keep_logs_of_failure() {
  [ "$1" -ne 0 ] && [ -d "$WORK/logs" ] || return 0
  rm -rf "$REPO_ROOT/target/two-vm-logs"
  mkdir -p "$REPO_ROOT/target"
  cp -r "$WORK/logs" "$REPO_ROOT/target/two-vm-logs"
  grep -hE ' (WARN|ERROR) ' "$WORK/logs/gateway.log" "$WORK/logs/worker.log" | tail -n 20 >&2
  warn "the logs are kept in $REPO_ROOT/target/two-vm-logs"
}

main "$@"
