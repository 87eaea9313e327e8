#!/usr/bin/env bash
# What clients of a storage service cost in time and memory, with sharing and without.
# Usage: run.sh [--quick] [--resume FOLDER] [--out FOLDER] [--repeats N] [--PARAMETER VALUE ...]   PARAMETER: any of experiment.yaml. See docs/experiments.md.
set -euo pipefail

# shellcheck source=test-scripts/lib/suite.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/suite.sh"
run_suite "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)" "$@"
