#!/usr/bin/env bash
# Many requests at once: in one shared container, against each in one of its own.
# Usage: run.sh [--quick] [--resume FOLDER] [--out FOLDER] [--repeats N] [--PARAMETER VALUE ...]   PARAMETER: any of experiment.yaml. See docs/experiments.md.
set -euo pipefail

# shellcheck source=test-scripts/lib/suite.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/suite.sh"
run_suite "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)" "$@"
