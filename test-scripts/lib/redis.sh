# shellcheck shell=bash
# Sees to it that a redis-server program is there. Sourced after common.sh and packages.sh, never run.

# Only the program is needed: the gateway and the tests start a private one of their own.
require_redis() {
  local installed_before=no
  ! have redis-server || installed_before=yes
  need_commands redis-server redis-server redis-cli
  if [ "$installed_before" = no ] && [ -d /run/systemd/system ]; then
    as_root systemctl disable --now redis-server >/dev/null 2>&1 || warn "the system's redis-server stays enabled."
  fi
  say "$(redis-server --version | cut -d' ' -f1-3) is there"
}
