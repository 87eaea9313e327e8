#!/usr/bin/env bash
# All unit and integration tests, against a real Docker Engine and a real Redis. Nothing is skipped: what is missing is a failure.
# Usage: verify.sh [MAVEN-ARGUMENTS]
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
for part in common jdk packages engine build; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

# Settings of this shell are for programs that run, not for tests.
for setting in "${!FAASBATCH_@}"; do
  [ "$setting" = FAASBATCH_DEBIAN_MIRROR ] || unset "$setting"
done

"$REPO_ROOT/test-scripts/setup.sh"
regroup_for_engine "$@"
find_jdk

say "running all tests (./mvnw verify)"
mvnw -B verify "$@" || die "tests failed; Maven's messages are above."

if [ "$(uname -s)" = Linux ] && [ "$(id -u)" -eq 0 ]; then
  say "running the test on two machines"
  "$REPO_ROOT/test-scripts/two-vm-test.sh"
  two_machines='word count ran on two machines'
else
  two_machines='NOT run: two machines (it needs Linux and root)'
fi

# test_count FOLDER-PATTERN: the tests in the reports, as "tests failures+errors skipped".
test_count() {
  find "$REPO_ROOT" -path "*/target/$1/TEST-*.xml" -print0 | xargs -0 -r grep -ho '<testsuite [^>]*>' \
    | sed -E 's/.* tests="([0-9]+)".*/\1/' | awk '{ sum += $1 } END { print sum + 0 }'
}
say "PASSED: $(test_count surefire-reports) unit tests, $(test_count failsafe-reports) integration tests; $two_machines"
