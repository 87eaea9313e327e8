#!/usr/bin/env bash
# Runs the workloads that the original FaaSBatch was measured with, and prints our figures beside its own. See docs/experiments.md.
# Usage: peers.sh [BURSTS] [--repeats N]      BURSTS: the trace of the fifth workload, which is left out without it
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build programs client experiments; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

case "${1:-}" in
  -h | --help)
    sed -n '2,3s/^# //p' "$0"
    exit 0
    ;;
esac
prepare_experiment "$@"
start_experiment_system
experiment peers "$@"
