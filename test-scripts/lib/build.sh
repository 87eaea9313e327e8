# shellcheck shell=bash
# Builds with Maven what is missing or older than its sources. Sourced after common.sh and jdk.sh, never run.

# The wrapper script is kept executable by git, but not by every archive format.
mvnw() { (cd "$REPO_ROOT" && sh ./mvnw "$@"); }

readonly PROXY_JAR=$REPO_ROOT/container-proxy/target/container-proxy.jar
readonly GATEWAY_JAR=$REPO_ROOT/gateway/target/gateway-0.1.0-SNAPSHOT-exec.jar
readonly WORKER_JAR=$REPO_ROOT/workflow-engine/target/workflow-engine-0.1.0-SNAPSHOT-exec.jar
# shellcheck disable=SC2034 # used by the scripts that source this
readonly API_JAR=$REPO_ROOT/function-api/target/function-api-0.1.0-SNAPSHOT.jar

# build_when_changed NAME PRODUCT MAVEN-ARGUMENTS -- SOURCES: runs Maven unless PRODUCT was built from the same SOURCES.
build_when_changed() {
  local name=$1 product=$2 digest stamp arguments=()
  shift 2
  while [ "$1" != -- ]; do
    arguments+=("$1")
    shift
  done
  shift
  stamp=$REPO_ROOT/target/stamps/$name
  digest=$(digest_of "$REPO_ROOT/pom.xml" "$@")
  if [ -f "$product" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ]; then
    say "$name is up to date"
    return
  fi
  say "building $name (Maven; the first time it downloads what it needs)"
  maven_package "${arguments[@]}" || die "Maven could not build $name; its messages are above."
  [ -f "$product" ] || die "Maven built $name, but $product is not there."
  mkdir -p "$(dirname "$stamp")"
  echo "$digest" >"$stamp"
}

# Quiet when all is well; else what the compiler warned of counts too, since a warning fails the build.
maven_package() {
  local log=$REPO_ROOT/target/logs/build.log
  mkdir -p "$(dirname "$log")"
  mvnw -B --no-transfer-progress -DskipTests "$@" package >"$log" 2>&1 || {
    grep -E '^\[(WARNING|ERROR)\]' "$log" | head -n 40 >&2
    warn "the whole log is $log"
    return 1
  }
}

build_proxy() {
  build_when_changed 'the container proxy' "$PROXY_JAR" -pl container-proxy -am -- \
    "$REPO_ROOT"/{function-api,container-protocol,container-proxy}/{pom.xml,src/main}
}

build_programs() {
  build_when_changed 'gateway and worker' "$GATEWAY_JAR" -pl gateway -am -- \
    "$REPO_ROOT"/{function-api,container-protocol,container-proxy,grouping,workflow-engine,gateway}/{pom.xml,src/main}
  [ -f "$WORKER_JAR" ] || die "Maven built the gateway, but $WORKER_JAR is not there."
  train_gateway
}

# What cannot be trained starts all the same, only not as fast. Uses programs.sh.
train_gateway() {
  is_trained "$GATEWAY_JAR" || "$REPO_ROOT/test-scripts/train-gateway.sh" || warn "the gateway could not be trained; it starts slower than it could."
}
