# shellcheck shell=bash
# Starts a system of its own for an experiment, runs a command of the module experiments on it, and leaves nothing behind. Sourced after common.sh, packages.sh,
# jdk.sh, engine.sh, build.sh, programs.sh and client.sh, never run.

readonly EXPERIMENT_PORT=${FAASBATCH_GATEWAY_PORT:-7209}
readonly EXPERIMENT_REDIS_PORT=${FAASBATCH_REDIS_PORT:-7207}
readonly EXPERIMENTS=$REPO_ROOT/experiments/target
readonly HEALTH_SECONDS=120
EXPERIMENT_WORKER=

# Arguments: the script's own.
prepare_experiment() {
  if [ "${FAASBATCH_EXPERIMENT_SETUP:-yes}" = yes ]; then
    "$REPO_ROOT/test-scripts/setup.sh"
    regroup_for_engine "$@"
  fi
  find_jdk
  build_programs
  build_experiments
}

build_experiments() {
  build_when_changed 'the program for experiments' "$EXPERIMENTS/experiments-0.1.0-SNAPSHOT.jar" -pl experiments -am -- \
    "$REPO_ROOT"/{grouping,experiments}/{pom.xml,src/main}
}

# A gateway with a worker inside, in a home of its own, which also gives the worker an id and containers of its own.
start_experiment_system() {
  FAASBATCH_HOME=$(mktemp -d)
  export FAASBATCH_HOME FAASBATCH_GATEWAY_PORT=$EXPERIMENT_PORT FAASBATCH_REDIS_PORT=$EXPERIMENT_REDIS_PORT
  trap stop_experiment_system EXIT
  if (exec 3<>"/dev/tcp/127.0.0.1/$EXPERIMENT_PORT") 2>/dev/null; then
    die "port $EXPERIMENT_PORT is taken by another program; choose another with FAASBATCH_GATEWAY_PORT=PORT."
  fi
  API_BASE=http://127.0.0.1:$EXPERIMENT_PORT
  start_java gateway "$GATEWAY_JAR"
  wait_until "$HEALTH_SECONDS" is_healthy || {
    require_running gateway
    die "the gateway was not healthy within $HEALTH_SECONDS s; its log is $(log_file gateway)"
  }
  # shellcheck disable=SC2034 # used by lib/client.sh
  API_KEY=${FAASBATCH_API_KEY:-$(cat "$FAASBATCH_HOME/api-key")}
  api GET /v1/workers
  EXPERIMENT_WORKER=$(jq -r '.items[0].id' <<<"$ANSWER")
}

# Of a system that had to be killed the containers are left; nobody would find them, since its home goes too.
stop_experiment_system() {
  stop_program gateway
  if [ -n "$EXPERIMENT_WORKER" ]; then
    docker ps -aq --filter "label=faasbatch.worker=$EXPERIMENT_WORKER" | xargs -r timeout "$HEALTH_SECONDS" docker rm -f >/dev/null \
      || warn "containers of worker $EXPERIMENT_WORKER are left."
  fi
  rm -rf "$FAASBATCH_HOME"
}

# experiment COMMAND ARGUMENTS...: on the system that runs.
experiment() {
  local pid command=$1
  shift
  read -r pid _ <"$(pid_file gateway)"
  FAASBATCH_API_KEY=${FAASBATCH_API_KEY:-$(cat "$FAASBATCH_HOME/api-key")} experiments "$command" \
    --url "$API_BASE" --worker-pid "$pid" "$@"
}

experiments() {
  experiments_command
  "${EXPERIMENTS_COMMAND[@]}" "$@"
}

# Sets EXPERIMENTS_COMMAND to the program itself, in the real-time class where that is allowed: what sends the load must not be late because the machine is busy
# with answering it. Its priority is above the one that the strategy sfs gives to functions.
experiments_command() {
  EXPERIMENTS_COMMAND=()
  ! chrt --rr 10 true 2>/dev/null || EXPERIMENTS_COMMAND=(chrt --rr 10)
  EXPERIMENTS_COMMAND+=("$JAVA_HOME/bin/java" -cp "$EXPERIMENTS/classes:$EXPERIMENTS/lib/*" io.faasbatch.experiments.Experiments)
}

# check_page FILE: opens a page in headless Chromium; every chart must be drawn, and nothing said on the console.
check_page() {
  local browser profile dom said drawn charts
  browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || die "no Chromium is installed to open $1 with."
  profile=$(mktemp -d)
  dom=$("$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$profile" --virtual-time-budget=20000 --enable-logging=stderr --v=0 \
    --dump-dom "file://$(realpath "$1")" 2>"$profile/said") || die "Chromium did not open $1: $(tail -3 "$profile/said")"
  said=$(grep ':CONSOLE' "$profile/said" || true)
  rm -rf "$profile"
  [ -z "$said" ] || die "the page $1 says on the console: $said"
  drawn=$(grep -o 'data-drawn="[0-9]*"' <<<"$dom" | grep -o '[0-9]*') || die "the script of $1 did not come to its end."
  charts=$(grep -c '<div class="chart"' "$1") || true
  [ "$drawn" -eq "$charts" ] || die "$drawn of $charts charts of $1 were drawn."
}
