# shellcheck shell=bash
# Sees to it that a Docker Engine answers. Sourced after common.sh and packages.sh, never run.

readonly ENGINE_START_SECONDS=60
readonly ENGINE_LOG=/var/log/dockerd.log

engine_answers() { have docker && timeout 10 docker version >/dev/null 2>&1; }

require_engine() {
  if engine_answers; then
    say "Docker Engine $(docker version --format '{{.Server.Version}}') answers"
    return
  fi
  [ -z "${DOCKER_HOST:-}" ] || die "no Docker Engine answers at DOCKER_HOST=$DOCKER_HOST."
  refuse_when_only_permission_is_missing
  install_engine
  start_engine
  join_docker_group
  say "Docker Engine $(as_root docker version --format '{{.Server.Version}}') answers"
}

refuse_when_only_permission_is_missing() {
  [ "$(id -u)" -ne 0 ] && [ -S /var/run/docker.sock ] && [ ! -w /var/run/docker.sock ] || return 0
  ! in_docker_group || return 0
  die "a Docker Engine runs, but $(id -un) may not use it: run 'sudo usermod -aG docker $(id -un)', log in again, and repeat."
}

in_docker_group() { id -nG "$(id -un)" | tr ' ' '\n' | grep -qx docker; }

install_engine() {
  if ! have dockerd; then
    install_packages docker.io iptables tini
  fi
  have docker || install_packages docker-cli
  need_commands iptables iptables
}

start_engine() {
  if engine_answers_root; then
    return
  fi
  can_be_root || die "no Docker Engine answers; start it, or run this as root or with sudo at hand."
  if [ -d /run/systemd/system ]; then
    say "starting the Docker Engine (systemctl)"
    as_root systemctl enable --now docker || die "systemctl could not start docker; see 'journalctl -u docker'."
  else
    say "starting the Docker Engine (dockerd, there is no systemd here; log: $ENGINE_LOG)"
    mount_cgroups
    forget_dead dockerd /var/run/docker.pid
    forget_dead containerd /var/run/docker/containerd/containerd.pid
    # shellcheck disable=SC2016 # expanded by the inner shell
    as_root setsid sh -c 'nohup dockerd >>"$0" 2>&1 </dev/null &' "$ENGINE_LOG"
  fi
  wait_until "$ENGINE_START_SECONDS" engine_answers_root \
    || die "the Docker Engine did not answer within $ENGINE_START_SECONDS s; see $ENGINE_LOG: $(tail -n 1 "$ENGINE_LOG" 2>/dev/null)"
}

# A killed Engine leaves pid files behind, and takes whatever process or zombie has that pid now for a part of it that runs.
forget_dead() {
  local program=$1 file=$2 pid
  pid=$(as_root cat "$file" 2>/dev/null) || return 0
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != "$program" ] || grep -q '^State:[[:space:]]*Z' "/proc/$pid/status"; then
    as_root rm -f "$file"
  fi
}

engine_answers_root() { have docker && as_root timeout 10 docker version; } >/dev/null 2>&1

join_docker_group() {
  [ "$(id -u)" -ne 0 ] || return 0
  in_docker_group || as_root usermod -aG docker "$(id -un)"
  engine_answers || say "$(id -un) was added to the group docker; later logins may use it at once"
}

# Runs the calling script again with the group docker when this login does not have it yet. Arguments: the script's own.
regroup_for_engine() {
  if engine_answers || [ "$(id -u)" -eq 0 ] || ! in_docker_group || ! have sg; then
    return 0
  fi
  say "continuing as a member of the group docker"
  exec sg docker -c "$(printf '%q ' "$0" "$@")"
}

# Control groups are mounted by systemd; without it somebody has to. Version 2 when it has the controllers, else version 1.
mount_cgroups() {
  ! mountpoint -q /sys/fs/cgroup || return 0
  say "mounting the control groups"
  if as_root mount -t cgroup2 cgroup2 /sys/fs/cgroup; then
    if grep -qw memory /sys/fs/cgroup/cgroup.controllers && grep -qw pids /sys/fs/cgroup/cgroup.controllers; then
      return
    fi
    as_root umount /sys/fs/cgroup
  fi
  mount_cgroups_v1
}

mount_cgroups_v1() {
  local controller
  as_root mount -t tmpfs -o mode=0755 cgroup /sys/fs/cgroup || die "cannot mount the control groups at /sys/fs/cgroup."
  while read -r controller; do
    as_root mkdir -p "/sys/fs/cgroup/$controller"
    as_root mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller" 2>/dev/null \
      || as_root rmdir "/sys/fs/cgroup/$controller"
  done < <(awk '!/^#/ && $4 == 1 { print $1 }' /proc/cgroups)
}
