# shellcheck shell=bash
# Finds the JDK that builds and runs everything. Sourced, never run.

readonly JDK_FEATURE=25

# Whether $1 is the home of a JDK (not of a bare JRE) of the wanted feature release.
is_wanted_jdk() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -r "$1/release" ] \
    && grep -Eq "^JAVA_VERSION=\"$JDK_FEATURE([.\"+-])" "$1/release"
}

# Sets and exports JAVA_HOME, or stops with advice.
find_jdk() {
  local candidate
  for candidate in \
    "${JAVA_HOME:-/nonexistent}" \
    /usr/lib/jvm/* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    /opt/java/* /opt/jdk* \
    "$(java_home_on_path)"; do
    if is_wanted_jdk "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return
    fi
  done
  die "no JDK $JDK_FEATURE found (looked at JAVA_HOME, /usr/lib/jvm, SDKMAN, /opt and the path)." \
    "Get one with 'sdk install java $JDK_FEATURE-tem' (https://sdkman.io), from https://adoptium.net, or with" \
    "'apt-get install openjdk-$JDK_FEATURE-jdk' where the distribution has it; or set JAVA_HOME."
}

java_home_on_path() {
  local javac
  javac=$(readlink -f "$(command -v javac || echo /nonexistent/bin/javac)")
  dirname "$(dirname "$javac")"
}
