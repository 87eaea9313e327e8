#!/usr/bin/env bash
# Packages the samples for deployment: target/examples/NAME.zip for every function under examples/. Needs only the JDK.
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=test-scripts/lib/common.sh
. "$HERE/lib/common.sh"
# shellcheck source=test-scripts/lib/jdk.sh
. "$HERE/lib/jdk.sh"
# shellcheck source=test-scripts/lib/build.sh
. "$HERE/lib/build.sh"

readonly OUT=$REPO_ROOT/target/examples
readonly EXAMPLES=$REPO_ROOT/examples

# package NAME FOLDER FILES...: a zip of FOLDER/function.yaml and of FILES, at its top. Equal files give equal zips.
package() {
  local name=$1 folder=$2 work
  shift 2
  work=$(mktemp -d)
  cp "$folder/function.yaml" "$@" "$work/"
  (cd "$work" && "$JAVA_HOME/bin/jar" --create --no-manifest --date=2026-01-01T00:00:00Z --file "$OUT/$name.zip" ./*)
  rm -rf "$work"
}

package_python() { package "$(basename "$1")" "$1" "${2:-$1}/main.py"; }

package_node() { package "$(basename "$1")" "$1" "$1/main.js"; }

package_java() {
  "$EXAMPLES/build-java.sh" "$1"
  package "$(basename "$1")" "$1" "$1/target/$(basename "$1").jar"
}

find_jdk
stamp=$REPO_ROOT/target/stamps/examples
if [ ! -f "$API_JAR" ]; then
  maven_package -pl function-api -am || die "Maven could not build the function API; its messages are above."
fi
digest=$(digest_of "$EXAMPLES" "$API_JAR" "${BASH_SOURCE[0]}")
if [ -d "$OUT" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ]; then
  say "the samples are up to date in target/examples"
  exit 0
fi

rm -rf "$OUT"
mkdir -p "$OUT" "$(dirname "$stamp")"
for function in split count merge; do
  package_python "$EXAMPLES/word-count/$function"
done
for function in fibonacci client-io noop-python noop-python-thread stand-in; do
  package_python "$EXAMPLES/$function"
done
package_python "$EXAMPLES/client-io-unshared" "$EXAMPLES/client-io"
for function in hello-node custom-image; do
  package_node "$EXAMPLES/$function"
done
for function in hello-java noop-java; do
  package_java "$EXAMPLES/$function"
done
echo "$digest" >"$stamp"
say "the samples are packaged in target/examples: $(cd "$OUT" && echo ./*.zip | sed 's|\./||g; s|\.zip||g')"
