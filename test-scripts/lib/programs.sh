# shellcheck shell=bash
# Starts and stops the programs of one FAASBATCH_HOME: pid files in pids/, logs in logs/. Sourced after common.sh, never run.

readonly STOP_SECONDS=60
readonly AOT_CACHE=program.aot
readonly TRAINED_FROM=trained-from
readonly JAVA_FLAGS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

pid_file() { echo "$FAASBATCH_HOME/pids/$1.pid"; }
log_file() { echo "$FAASBATCH_HOME/logs/$1.log"; }

# Whether the program that was started under this name still runs; a pid that meanwhile belongs to another program does not count.
runs() {
  local file pid born
  file=$(pid_file "$1")
  [ -f "$file" ] || return 1
  read -r pid born <"$file" || true
  [ -n "$pid" ] && [ "$(birth_of "$pid")" = "$born" ]
}

# When a process was started, in clock ticks since boot: with the pid it names a process for good.
birth_of() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# start_program NAME COMMAND...: in the background, in a session of its own, so that it outlives this script.
start_program() {
  local name=$1 log
  shift
  log=$(log_file "$name")
  mkdir -p "$FAASBATCH_HOME/pids" "$FAASBATCH_HOME/logs"
  [ ! -f "$log" ] || mv "$log" "$log.1"
  setsid "$@" >"$log" 2>&1 </dev/null &
  echo "$! $(birth_of $!)" >"$(pid_file "$name")"
}

start_java() {
  local name=$1 jar=$2
  shift 2
  say "starting the $name (log: $(log_file "$name"))"
  if is_trained "$jar"; then
    start_program "$name" "$@" "$JAVA_HOME/bin/java" "${JAVA_FLAGS[@]}" "-XX:AOTCache=$(trained_folder "$jar")/$AOT_CACHE" -jar "$(trained_jar "$jar")"
  else
    start_program "$name" "$@" "$JAVA_HOME/bin/java" "${JAVA_FLAGS[@]}" -jar "$jar"
  fi
}

# Where train-gateway.sh puts a jar, unpacked, with what the JVM learned of it.
trained_folder() { echo "${1%.jar}-trained"; }
trained_jar() { echo "$(trained_folder "$1")/$(basename "$1")"; }
# By content: Maven may give a jar that it makes anew an old date.
is_trained() { [ "$(cat "$(trained_folder "$1")/$TRAINED_FROM" 2>/dev/null)" = "$(sha256sum <"$1")" ]; }

stop_program() {
  local name=$1 pid
  if runs "$name"; then
    read -r pid _ <"$(pid_file "$name")"
    say "stopping $name (pid $pid)"
    kill "$pid" 2>/dev/null || true
    if ! wait_until "$STOP_SECONDS" stopped "$name"; then
      warn "$name did not stop within $STOP_SECONDS s and is killed; its containers are removed at the next start."
      kill -KILL "$pid" 2>/dev/null || true
    fi
  fi
  rm -f "$(pid_file "$name")"
}

stopped() { ! runs "$1"; }

# Stops this script with the end of the program's log when it does not run any more.
require_running() {
  runs "$1" && return
  tail -n 30 "$(log_file "$1")" >&2
  die "the $1 ended; the end of its log is above, all of it is in $(log_file "$1")."
}
