#!/usr/bin/env bash
# End-to-end latency of every strategy, with two kinds of functions alone and beside each other.
# Usage: run.sh [--quick] [--resume FOLDER] [--out FOLDER] [--repeats N] [--PARAMETER VALUE ...]   PARAMETER: any of experiment.yaml. See docs/experiments.md.
set -euo pipefail

# shellcheck source=test-scripts/lib/suite.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/suite.sh"
run_suite "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)" "$@"
