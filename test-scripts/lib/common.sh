# shellcheck shell=bash
# What every script needs: where things are, how to speak, how to become root. Sourced, never run.

REPO_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
FAASBATCH_HOME=${FAASBATCH_HOME:-$HOME/.faasbatch}
FAASBATCH_SANDBOX=${FAASBATCH_SANDBOX:-docker}
PROGRAM=$(basename "$0" .sh)
readonly REPO_ROOT PROGRAM

say() { printf '%s: %s\n' "$PROGRAM" "$*"; }
warn() { printf '%s: WARNING: %s\n' "$PROGRAM" "$*" >&2; }

die() {
  printf '%s: FAILED: %s\n' "$PROGRAM" "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The system programs are not on the path of every ordinary user.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

can_be_root() { [ "$(id -u)" -eq 0 ] || have sudo; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# One digest over the names and contents of files and folders, independent of dates and of the working folder.
digest_of() {
  local path
  for path in "$@"; do
    [ -e "$path" ] || continue
    find "$(realpath "$path")" -type f -not -path "$REPO_ROOT/examples/*/target/*" -print0
  done | xargs -0 -r sha256sum | sed "s|  $REPO_ROOT/|  |" | LC_ALL=C sort | sha256sum | cut -d' ' -f1
}

# wait_until SECONDS COMMAND...: tries every 100 ms; the exit code tells whether it came true.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}
