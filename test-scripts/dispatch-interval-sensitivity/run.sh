#!/usr/bin/env bash
# The paper's sweep: every strategy at every dispatch interval, with computing functions and with those that make clients.
# Usage: run.sh [--quick] [--resume FOLDER] [--out FOLDER] [--repeats N] [--PARAMETER VALUE ...]   PARAMETER: any of experiment.yaml. See docs/experiments.md.
set -euo pipefail

# shellcheck source=test-scripts/lib/suite.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/suite.sh"
run_suite "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)" "$@"
