# shellcheck shell=bash
# Builds the images of the runtimes when they are missing or outdated. Sourced after common.sh, packages.sh and jdk.sh, never run.
# Layers: debian (pulled or made) -> base (Java, user) -> one image per runtime (language, container proxy and its class cache);
# Node.js stands on debian itself.

readonly RUNTIMES=(java python3) # on the base image, with the container proxy in Java
readonly DEBIAN_SUITE=trixie
readonly DEBOOTSTRAP_SCRIPT=/usr/share/debootstrap/scripts/sid # fits all of its releases; older tools do not know the latest by name
readonly DEBIAN_IMAGE=faasbatch/debian:$DEBIAN_SUITE
readonly BASE_IMAGE=faasbatch/base:latest
readonly PULL_SECONDS=10
readonly INPUTS_LABEL=io.faasbatch.image.inputs
readonly JRE_MODULES=java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

# The first build takes a minute or two, a repeated one that has nothing to do a few tenths of a second.
build_images() {
  local runtime
  for runtime in "${RUNTIMES[@]}"; do
    build_runtime_image "$runtime"
  done
  build_node_image
}

build_runtime_image() {
  local runtime=$1 image=faasbatch/runtime-$1:latest digest
  digest=$(digest_of "$REPO_ROOT/docker/$runtime" "$REPO_ROOT/docker/base" "$JAVA_HOME/release" "$PROXY_JAR")
  if [ "$(inputs_of "$image")" = "$digest" ]; then
    say "image $image is up to date"
    return
  fi
  build_base_image
  build_image "$image" "$digest" "$REPO_ROOT/docker/$runtime" "$PROXY_JAR"
  prune_images
}

# The image that a new one replaces has lost its name; containers that still run keep it.
prune_images() {
  docker image prune -f --filter "label=$INPUTS_LABEL" >/dev/null || warn "older images could not be removed."
}

# Stands on Debian itself: its proxy is JavaScript, so it needs no Java.
build_node_image() {
  local image=faasbatch/runtime-nodejs:latest digest
  digest=$(digest_of "$REPO_ROOT/docker/nodejs")
  if [ "$(inputs_of "$image")" = "$digest" ]; then
    say "image $image is up to date"
    return
  fi
  make_debian_image
  build_image "$image" "$digest" "$REPO_ROOT/docker/nodejs"
  prune_images
}

build_base_image() {
  local digest
  digest=$(digest_of "$REPO_ROOT/docker/base" "$JAVA_HOME/release")
  [ "$(inputs_of "$BASE_IMAGE")" != "$digest" ] || return 0
  make_debian_image
  make_jre
  build_image "$BASE_IMAGE" "$digest" "$REPO_ROOT/docker/base" "$JRE"
}

# The digest an image was built from, or nothing.
inputs_of() { docker image inspect --format "{{index .Config.Labels \"$INPUTS_LABEL\"}}" "$1" 2>/dev/null || true; }

# build_image NAME DIGEST FOLDER FILES...: the classic builder, since the newer one is a plugin that is often missing.
# The host's network is used because a fresh Engine's own may lack name service.
build_image() {
  local image=$1 digest=$2 folder=$3 context
  shift 3
  say "building image $image"
  context=$(mktemp -d)
  cp -a "$folder/." "$@" "$context/"
  DOCKER_BUILDKIT=0 docker build -q --network host --label "$INPUTS_LABEL=$digest" -t "$image" "$context" \
    >"$context.log" 2>&1 || {
    cat "$context.log" >&2
    rm -rf "$context" "$context.log"
    die "image $image could not be built; the builder's messages are above."
  }
  rm -rf "$context" "$context.log"
}

make_debian_image() {
  ! docker image inspect "$DEBIAN_IMAGE" >/dev/null 2>&1 || return 0
  if timeout "$PULL_SECONDS" docker pull -q "debian:$DEBIAN_SUITE-slim" >/dev/null 2>&1; then
    say "base image pulled (debian:$DEBIAN_SUITE-slim)"
    docker tag "debian:$DEBIAN_SUITE-slim" "$DEBIAN_IMAGE"
  else
    bootstrap_debian_image
  fi
}

bootstrap_debian_image() {
  local mirror=${FAASBATCH_DEBIAN_MIRROR:-http://deb.debian.org/debian} work
  need_commands debootstrap debootstrap
  can_be_root || die "no image registry answers, and debootstrap needs root or sudo to make the base image."
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || install_packages debian-archive-keyring
  say "no image registry answers: making the base image with debootstrap (about a minute)"
  work=$(mktemp -d -p /var/tmp)
  as_root debootstrap --variant=minbase "$DEBIAN_SUITE" "$work/root" "$mirror" "$DEBOOTSTRAP_SCRIPT" >"$work/log" 2>&1 || {
    tail -n 5 "$work/log" >&2
    as_root rm -rf "$work"
    die "debootstrap could not make a Debian base from $mirror (FAASBATCH_DEBIAN_MIRROR names another mirror)."
  }
  trim_debian "$work/root"
  as_root tar --numeric-owner -C "$work/root" -c . | docker import --change 'CMD ["bash"]' - "$DEBIAN_IMAGE" >/dev/null
  as_root rm -rf "$work"
}

# Takes out what no function needs, and tells dpkg not to bring it back.
trim_debian() {
  local root=$1
  as_root sh -c "cd '$root' && rm -rf usr/share/doc/* usr/share/man/* usr/share/info/* usr/share/locale/* usr/share/lintian \
    var/cache/apt/* var/lib/apt/lists/* var/cache/debconf/*-old var/lib/dpkg/*-old var/log/*"
  printf 'path-exclude=/usr/share/%s/*\n' doc man info locale lintian \
    | as_root tee "$root/etc/dpkg/dpkg.cfg.d/trimmed" >/dev/null
}

# Sets JRE to a Java runtime linked from the JDK of this build.
make_jre() {
  JRE=$REPO_ROOT/target/images/jre
  if cmp -s "$JAVA_HOME/release" "$JRE.of" && [ -x "$JRE/bin/java" ]; then
    return
  fi
  say "linking the Java runtime of the images (jlink, $(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release"))"
  rm -rf "$JRE"
  mkdir -p "$(dirname "$JRE")"
  "$JAVA_HOME/bin/jlink" --add-modules "$JRE_MODULES" --strip-debug --no-header-files --no-man-pages --output "$JRE" \
    || die "jlink of $JAVA_HOME could not link a Java runtime."
  cp "$JAVA_HOME/release" "$JRE.of"
}
