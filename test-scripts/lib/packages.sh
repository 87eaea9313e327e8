# shellcheck shell=bash
# Installs Debian packages without letting their services start. Sourced, never run.

APT_LISTS_FRESH=no

# need_commands PACKAGE COMMAND...: installs PACKAGE unless every COMMAND is there.
need_commands() {
  local package=$1 command
  shift
  for command in "$@"; do
    if ! have "$command"; then
      install_packages "$package"
      return
    fi
  done
}

install_packages() {
  have apt-get || die "$* missing, and this is no Debian or Ubuntu: please install it with the system's own packages."
  can_be_root || die "$* missing: install it (apt-get install $*), or run this as root or with sudo at hand."
  say "installing $* (apt-get)"
  if [ "$APT_LISTS_FRESH" = no ]; then
    as_root apt-get -qq update || warn "apt-get update failed; trying with the package lists that are there."
    APT_LISTS_FRESH=yes
  fi
  without_starting_services as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends install "$@" >/dev/null \
    || die "apt-get could not install $*; its messages are above."
  hash -r
}

# Debian starts what it installs; policy-rc.d is its way to say no. One that is there already is left alone.
without_starting_services() {
  local policy=/usr/sbin/policy-rc.d status=0
  if [ -e "$policy" ]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
  "$@" || status=$?
  as_root rm -f "$policy"
  return "$status"
}
