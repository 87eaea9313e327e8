# shellcheck shell=bash
# Runs the experiment whose folder the script stands in: its experiment.yaml. Sourced by test-scripts/EXPERIMENT/run.sh and stop.sh, never run.
# The program starts and stops the system itself; what is here cleans up when it could not.

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
for part in common jdk packages engine build programs client experiments; do
  # shellcheck source=/dev/null
  . "$HERE/$part.sh"
done

# Arguments: the folder of the experiment, then the script's own.
run_suite() {
  local folder=$1
  shift
  case "${1:-}" in
    -h | --help)
      sed -n '2,/^set /s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
  esac
  prepare_experiment "$@"
  "$REPO_ROOT/test-scripts/package-examples.sh"
  if (exec 3<>"/dev/tcp/127.0.0.1/$EXPERIMENT_PORT") 2>/dev/null; then
    die "port $EXPERIMENT_PORT is taken by another program; choose another with FAASBATCH_GATEWAY_PORT=PORT."
  fi
  FAASBATCH_HOME=$(mktemp -d)
  export FAASBATCH_HOME FAASBATCH_REDIS_PORT=$EXPERIMENT_REDIS_PORT
  RUN_FILE=$(run_file "$folder")
  trap clean_up_suite EXIT
  mkdir -p "$(dirname "$RUN_FILE")"
  echo "$$ $(birth_of "$$")" >"$RUN_FILE"
  # In the background, so that a signal to this script is passed on at once; its input is not needed.
  experiments_command
  "${EXPERIMENTS_COMMAND[@]}" experiment "$folder/experiment.yaml" --gateway-jar "$(gateway_to_run)" --home "$FAASBATCH_HOME" --port "$EXPERIMENT_PORT" \
    --results "$REPO_ROOT/results" --command "$0 $*" "$@" &
  SUITE=$!
  trap 'kill -TERM "$SUITE" 2>/dev/null || true' INT TERM
  await_suite
}

gateway_to_run() {
  if is_trained "$GATEWAY_JAR"; then
    trained_jar "$GATEWAY_JAR"
  else
    echo "$GATEWAY_JAR"
  fi
}

# A wait that a signal broke off is taken up again, until the program has put away what is there.
await_suite() {
  local code=0
  wait "$SUITE" || code=$?
  while kill -0 "$SUITE" 2>/dev/null; do
    wait "$SUITE" || code=$?
  done
  return "$code"
}

run_file() { echo "$REPO_ROOT/target/running/$(basename "$1").pid"; }

# Leaves nothing behind of a system that the program could not stop.
clean_up_suite() {
  rm -f "$RUN_FILE"
  # shellcheck disable=SC2034 # used by lib/experiments.sh
  EXPERIMENT_WORKER=$(cat "$FAASBATCH_HOME/worker" 2>/dev/null || true)
  stop_experiment_system
}

# Argument: the folder of the experiment. What has been measured is kept.
stop_suite() {
  local file pid born
  file=$(run_file "$1")
  [ -f "$file" ] || {
    say "$(basename "$1") does not run"
    return
  }
  read -r pid born <"$file"
  if [ "$(birth_of "$pid")" = "$born" ]; then
    say "stopping $(basename "$1") (pid $pid)"
    kill -TERM "$pid"
    wait_until 150 gone "$pid" || die "it did not stop."
  else
    rm -f "$file"
  fi
}

gone() { ! kill -0 "$1" 2>/dev/null; }
