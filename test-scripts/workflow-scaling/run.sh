#!/usr/bin/env bash
# How long ever larger workflows take: chains, fan-outs and recorded ones.
# Usage: run.sh [--quick] [--resume FOLDER] [--out FOLDER] [--repeats N] [--PARAMETER VALUE ...]   PARAMETER: any of experiment.yaml. See docs/experiments.md.
set -euo pipefail

# shellcheck source=test-scripts/lib/suite.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/suite.sh"
run_suite "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)" "$@"
