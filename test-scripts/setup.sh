#!/usr/bin/env bash
# Makes this machine ready: a JDK, a Docker Engine, a redis-server program, the images of the runtimes. Says what it does; may be repeated.
# Usage: setup.sh [--no-docker]      --no-docker: for the process sandbox, which needs no Docker Engine and no images
set -euo pipefail

HERE=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=test-scripts/lib/common.sh
. "$HERE/lib/common.sh"
# shellcheck source=test-scripts/lib/jdk.sh
. "$HERE/lib/jdk.sh"
# shellcheck source=test-scripts/lib/packages.sh
. "$HERE/lib/packages.sh"
# shellcheck source=test-scripts/lib/engine.sh
. "$HERE/lib/engine.sh"
# shellcheck source=test-scripts/lib/redis.sh
. "$HERE/lib/redis.sh"
# shellcheck source=test-scripts/lib/build.sh
. "$HERE/lib/build.sh"
# shellcheck source=test-scripts/lib/images.sh
. "$HERE/lib/images.sh"

docker_wanted=yes
case "${1:-}" in
  '') ;;
  --no-docker) docker_wanted=no ;;
  *) die "unknown argument '$1'; usage: setup.sh [--no-docker]" ;;
esac

find_jdk
say "JDK: $JAVA_HOME"
need_commands curl curl
need_commands jq jq
require_redis
if [ "$docker_wanted" = yes ]; then
  require_engine
  regroup_for_engine "$@"
else
  need_commands python3 python3
fi
build_proxy
if [ "$docker_wanted" = yes ]; then
  build_images
fi
"$REPO_ROOT/test-scripts/package-examples.sh"
say "done"
