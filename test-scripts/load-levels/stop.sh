#!/usr/bin/env bash
# Stops load-levels/run.sh; what has been measured is kept, and run.sh --resume FOLDER goes on.
set -euo pipefail

# shellcheck source=test-scripts/lib/suite.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/suite.sh"
stop_suite "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
