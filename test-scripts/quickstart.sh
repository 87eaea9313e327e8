#!/usr/bin/env bash
# Builds and starts everything on this machine, deploys the samples, counts the words of a folder of texts, leaves the system up.
# Usage: quickstart.sh [FOLDER] [--sandbox=process] [--two-processes]      FOLDER: texts, by default the system's licences
#        quickstart.sh --down                                              stops everything
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build programs client wordcount; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

readonly HEALTH_SECONDS=120
readonly EXECUTION_SECONDS=300
readonly PORT=${FAASBATCH_GATEWAY_PORT:-7000}
readonly WORKER_PORT=${FAASBATCH_WORKER_PORT:-8000}
readonly REDIS_PORT=${FAASBATCH_REDIS_PORT:-7379}

folder=/usr/share/common-licenses
two_processes=no

main() {
  read_arguments "$@"
  warn_of_process_sandbox
  set_up "$@"
  start_system
  deploy_samples
  count_words
  say_how_to_go_on
}

read_arguments() {
  local argument
  for argument in "$@"; do
    case $argument in
      --down) down ;;
      --sandbox=process) FAASBATCH_SANDBOX=process ;;
      --sandbox=docker) FAASBATCH_SANDBOX=docker ;;
      --two-processes) two_processes=yes ;;
      -h | --help)
        sed -n '2,4s/^# //p' "$0"
        exit 0
        ;;
      -*) die "unknown argument '$argument'; see quickstart.sh --help" ;;
      *) folder=$argument ;;
    esac
  done
  [ -d "$folder" ] || die "there is no folder $folder; name one that holds texts."
  export FAASBATCH_SANDBOX FAASBATCH_HOME
}

down() {
  stop_all
  say "everything is stopped; data, logs and the key stay in $FAASBATCH_HOME"
  exit 0
}

# The gateway goes first, so that nothing new arrives; each program removes its containers and its Redis as it stops.
stop_all() {
  stop_program gateway
  stop_program worker
  stop_program redis
}

warn_of_process_sandbox() {
  [ "$FAASBATCH_SANDBOX" = process ] || return 0
  warn "the process sandbox isolates NOTHING: functions run as plain processes of $(id -un), with all rights of it. Deploy only code you trust."
}

set_up() {
  if [ "$FAASBATCH_SANDBOX" = process ]; then
    "$REPO_ROOT/test-scripts/setup.sh" --no-docker
  else
    "$REPO_ROOT/test-scripts/setup.sh"
    regroup_for_engine "$@"
  fi
  find_jdk
  build_programs
}

# Programs of an earlier run are kept when neither they nor their settings have changed.
start_system() {
  local wanted
  API_BASE=http://$(client_address):$PORT
  wanted=$(digest_of_settings)
  if all_run && [ "$(cat "$FAASBATCH_HOME/pids/settings" 2>/dev/null)" = "$wanted" ] && is_healthy; then
    say "the system is up already"
  else
    stop_all
    refuse_taken_port "$PORT" FAASBATCH_GATEWAY_PORT
    start_programs
    wait_for_health
    echo "$wanted" >"$FAASBATCH_HOME/pids/settings"
  fi
  # shellcheck disable=SC2034 # used by lib/client.sh
  API_KEY=${FAASBATCH_API_KEY:-$(cat "$FAASBATCH_HOME/api-key")}
}

client_address() {
  case ${FAASBATCH_GATEWAY_ADDRESS:-127.0.0.1} in
    0.0.0.0 | '::') echo 127.0.0.1 ;;
    *) echo "${FAASBATCH_GATEWAY_ADDRESS:-127.0.0.1}" ;;
  esac
}

all_run() { runs gateway && { [ "$two_processes" = no ] || { runs worker && own_redis_runs; }; }; }

own_redis_runs() { [ -n "${FAASBATCH_REDIS_URI:-}" ] || runs redis; }

digest_of_settings() {
  {
    echo "$two_processes $JAVA_HOME"
    env | grep '^FAASBATCH_' | LC_ALL=C sort
    sha256sum "$GATEWAY_JAR" "$WORKER_JAR"
    if [ "$FAASBATCH_SANDBOX" = docker ]; then
      docker image inspect --format '{{.Id}}' faasbatch/runtime-java faasbatch/runtime-python3 \
        faasbatch/runtime-nodejs
    fi
  } | sha256sum | cut -d' ' -f1
}

refuse_taken_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    die "port $1 is taken by another program; stop it, or choose another with $2=PORT."
  fi
}

start_programs() {
  mkdir -p "$FAASBATCH_HOME"
  chmod 700 "$FAASBATCH_HOME"
  export FAASBATCH_PROXY_JAR=$PROXY_JAR
  if [ "$two_processes" = no ]; then
    start_java gateway "$GATEWAY_JAR"
    return
  fi
  refuse_taken_port "$WORKER_PORT" FAASBATCH_WORKER_PORT
  if [ -z "${FAASBATCH_REDIS_URI:-}" ]; then
    start_redis
  fi
  export FAASBATCH_CLUSTER_TOKEN=${FAASBATCH_CLUSTER_TOKEN:-$(secret cluster-token)}
  start_java worker "$WORKER_JAR"
  start_java gateway "$GATEWAY_JAR" env FAASBATCH_EMBEDDED_WORKER=never
}

# Both programs need the same Redis, so neither can own it: this one is the script's.
start_redis() {
  local password config=$FAASBATCH_HOME/redis/redis.conf
  refuse_taken_port "$REDIS_PORT" FAASBATCH_REDIS_PORT
  password=$(secret redis-password)
  mkdir -p "$FAASBATCH_HOME/redis"
  (umask 077 && printf '%s\n' "bind 127.0.0.1" "port $REDIS_PORT" "dir $FAASBATCH_HOME/redis" "requirepass $password" \
    "appendonly yes" "appendfsync everysec" "save \"\"" >"$config")
  say "starting redis (log: $(log_file redis))"
  start_program redis redis-server "$config"
  export FAASBATCH_REDIS_URI=redis://:$password@127.0.0.1:$REDIS_PORT
}

# A secret of this home, made once, readable by its owner only.
secret() {
  local file=$FAASBATCH_HOME/$1
  if [ ! -s "$file" ]; then
    (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$file")
  fi
  cat "$file"
}

wait_for_health() {
  local end=$((SECONDS + HEALTH_SECONDS)) name
  until is_healthy; do
    for name in gateway $([ "$two_processes" = no ] || echo worker); do
      require_running "$name"
    done
    [ "$SECONDS" -lt "$end" ] || die "the gateway was not healthy within $HEALTH_SECONDS s: $(
      curl -s --max-time 5 "$API_BASE/actuator/health"
    ) (logs: $FAASBATCH_HOME/logs)"
    sleep 0.2
  done
  say "the gateway is healthy at $API_BASE"
}

deploy_samples() {
  local zip names=()
  for zip in "$REPO_ROOT"/target/examples/*.zip; do
    deploy_function "$zip"
    names+=("$(basename "$zip" .zip)")
  done
  deploy_workflow word-count "$REPO_ROOT/examples/word-count/workflow.yaml"
  say "deployed the functions ${names[*]} and the workflow word-count"
}

count_words() {
  local work finished
  work=$(mktemp -d)
  collect_text "$folder" "$work/text"
  word_count_input "$work/text" >"$work/input.json"
  say "counting the words of $folder ($(($(stat -c %s "$work/text") / 1024)) KiB) in $CHUNKS chunks"
  start_execution word-count "$work/input.json"
  watch_execution "$EXECUTION_SECONDS"
  finished=$ANSWER
  [ "$(jq -r .status <<<"$finished")" = SUCCEEDED ] \
    || die "execution $EXECUTION ended as $(jq -c '[.status, .error]' <<<"$finished")"
  say "the ten most frequent words:"
  print_ten_most_frequent "$finished"
  check_counts "$finished" "$work/text"
  say "where they were counted:"
  print_containers "$finished"
  say "the four latencies of these $(jq '[.steps[].invocations[]] | length' <<<"$finished") invocations:"
  print_latencies "$finished"
  rm -rf "$work"
}

say_how_to_go_on() {
  local key_source="\$(cat $FAASBATCH_HOME/api-key)"
  [ -z "${FAASBATCH_API_KEY:-}" ] || key_source="\$FAASBATCH_API_KEY"
  cat <<END

The system is up at $API_BASE. To go on:
  KEY=$key_source
  curl -H "Authorization: Bearer \$KEY" $API_BASE/v1/functions
  curl -H "Authorization: Bearer \$KEY" -H 'Content-Type: application/json' -d '{"n": 25}' $API_BASE/v1/functions/fibonacci/invocations
  curl -H "Authorization: Bearer \$KEY" -H 'Content-Type: application/json' -d '{"name": "Ada"}' $API_BASE/v1/functions/hello-java/invocations
  curl -H "Authorization: Bearer \$KEY" $API_BASE/v1/containers
Logs are in $FAASBATCH_HOME/logs. To stop it: $0 --down
END
}

main "$@"
