#!/usr/bin/env bash
# Compiles the Java function in a folder against the function API and leaves target/NAME.jar there.
# Usage: build-java.sh FOLDER      (FOLDER holds src/; the API's jar must have been built: ./mvnw -pl function-api package)
set -euo pipefail

EXAMPLES=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=test-scripts/lib/common.sh
. "$EXAMPLES/../test-scripts/lib/common.sh"
# shellcheck source=test-scripts/lib/jdk.sh
. "$EXAMPLES/../test-scripts/lib/jdk.sh"

[ -d "${1:-}/src" ] || die "usage: build-java.sh FOLDER, where FOLDER/src holds the Java sources."
folder=$(cd "$1" && pwd)
name=$(basename "$folder")
api=$REPO_ROOT/function-api/target/function-api-0.1.0-SNAPSHOT.jar
jspecify=$(find "${MAVEN_REPO_LOCAL:-$HOME/.m2/repository}/org/jspecify/jspecify" -name 'jspecify-*.jar' 2>/dev/null | sort | tail -n 1)
find_jdk
[ -f "$api" ] || die "$api is not there; build it first: ./mvnw -pl function-api -am package"

rm -rf "$folder/target"
mkdir -p "$folder/target/classes"
find "$folder/src" -name '*.java' -print0 \
  | xargs -0 "$JAVA_HOME/bin/javac" --release 25 -parameters -cp "$api:$jspecify" -d "$folder/target/classes"
"$JAVA_HOME/bin/jar" --create --file "$folder/target/$name.jar" --date=2026-01-01T00:00:00Z -C "$folder/target/classes" .
