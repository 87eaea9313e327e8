#!/usr/bin/env bash
# Runs a trace through all strategies on real containers and prints, per strategy, its latencies and what it used. See docs/experiments.md.
# Usage: compare.sh TRACE [--kind cpu|cpu-threads|io|io-shared] [--strategies a,b,...] [--interval 200ms] [--repeats N] [--first N] [--time-scale X] [--scale-down N|fit] [--out FOLDER]
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build programs client experiments; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

case "${1:-}" in
  '' | -h | --help)
    sed -n '2,3s/^# //p' "$0"
    exit 0
    ;;
esac
prepare_experiment "$@"
export FAASBATCH_WARM_POOL=${FAASBATCH_WARM_POOL:-4}
start_experiment_system
experiment compare "$@"
