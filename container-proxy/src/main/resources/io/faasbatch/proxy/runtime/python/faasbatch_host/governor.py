"""Decides which of the forked processes may compute.

A burst of CPU-bound invocations that all run at once only makes each of them slower: with n of them on one cpu, all end
at about n times the time of one, while one after the other the average is half of that, with fewer context switches and
cold caches. A burst of invocations that sleep or wait for the network, on the other hand, should all run at once, since
the cpu is idle meanwhile. Which of both a function is cannot be told before; it may even be both, in turns. MXFaaS (J.
Stojkovic, T. Xu, H. Franke, J. Torrellas: "MXFaaS: Resource Sharing in Serverless Environments for Parallelism and
Efficiency", ISCA 2023) therefore looks at what the processes do and lets another one of the same function have the core
whenever one blocks. This is the same idea, with what an unprivileged parent can do:

- A process COMPUTES when it wants a cpu: it is runnable, or its threads used half of the last interval or more. It is
  BLOCKED when it wants none. Waiting for a cpu that another process has is computing; a PAUSED process is neither.
- At most ``limit`` (the container's cpus, rounded up) processes compute. As long as fewer do, the oldest paused process
  goes on, and when there is none, a new one is forked. So a sleeper's place is given away as soon as it sleeps.
- When blocked processes wake up and more than ``limit`` compute, the youngest of them are paused with SIGSTOP. The older
  ones run to completion, in the order of arrival, and nobody starves: every process becomes the oldest in the end, and a
  paused process goes before every newer one. To ride over the moment in which a process merely wakes, takes a packet and
  waits again, only one that was seen computing in two looks one after the other is paused.

How it looks: the cpu clock of a process (its id is made of the pid, see clock_getcpuclockid(3)) is one cheap system call
and counts all threads to the nanosecond. As long as the clock of a blocked process stands still it is still blocked, and
nothing else is read. Only for the few whose clock moves, or that compute, /proc/PID/stat is read. A process that waits
for a process it has started counts as blocked, whatever that one does; stopping and killing, however, always go to the
whole process group.

How often: not at all as long as nobody waits and there are no more processes than may compute. Otherwise every millisecond
after something changed, and less and less often while nothing does: a function that computes for seconds is not watched
a thousand times a second.
"""
import os
import signal
import time

_PACE_MIN = 0.001
_PACE_MAX_WAITING = 0.008
_PACE_MAX_WATCHING = 0.016
_PACE_GROWTH = 1.5
_LOOKS_BEFORE_PAUSE = 2


class Task:
    """One process under the governor."""

    __slots__ = ("pid", "computing", "paused", "looks", "cpu", "seen")

    def __init__(self, pid):
        self.pid = pid
        self.computing = True
        self.paused = False
        self.looks = 0
        self.cpu = 0
        self.seen = time.monotonic_ns()


class Governor:
    """Owned by the event loop of the host; not for several threads."""

    def __init__(self, limit):
        self._limit = limit
        self._tasks = {}
        self._pace = _PACE_MIN
        self._due = 0.0

    def add(self, pid):
        """A process was forked; it counts as computing until it is seen blocked."""
        self._tasks[pid] = Task(pid)
        self._hasten()

    def remove(self, pid):
        if self._tasks.pop(pid, None):
            self._hasten()

    def room(self):
        """How many processes may be forked now."""
        if any(task.paused for task in self._tasks.values()):
            return 0
        return self._limit - self._computing()

    def timeout(self, waiting):
        """Seconds until the next look, or None when there is nothing to look for."""
        if not waiting and len(self._tasks) <= self._limit and not self._has_paused():
            return None
        return max(0.0, self._due - time.monotonic())

    def tick(self, waiting):
        """Looks when it is time to, and lets go on or pauses who should."""
        now = time.monotonic()
        if now >= self._due:
            changed = self._look()
            self._slow_down(changed, waiting or self._has_paused())
        self._balance()

    def _look(self):
        changed = False
        for task in self._tasks.values():
            if task.paused:
                continue
            computing = _computes(task)
            changed |= computing != task.computing
            task.computing = computing
            task.looks = task.looks + 1 if computing else 0
        return changed

    def _balance(self):
        excess = self._computing() - self._limit
        if excess > 0:
            self._pause(excess)
        elif excess < 0:
            self._resume(-excess)

    def _pause(self, count):
        for task in reversed(list(self._tasks.values())):
            if count == 0:
                return
            if task.computing and not task.paused:
                count -= 1
                if task.looks >= _LOOKS_BEFORE_PAUSE:
                    _signal(task.pid, signal.SIGSTOP)
                    task.paused = True
                self._hasten()

    def _resume(self, count):
        for task in self._tasks.values():
            if count == 0:
                return
            if task.paused:
                task.paused = False
                task.looks = 0
                task.seen = time.monotonic_ns()
                _signal(task.pid, signal.SIGCONT)
                count -= 1
                self._hasten()

    def _computing(self):
        return sum(task.computing and not task.paused for task in self._tasks.values())

    def _has_paused(self):
        return any(task.paused for task in self._tasks.values())

    def _hasten(self):
        self._pace = _PACE_MIN
        self._due = min(self._due, time.monotonic() + _PACE_MIN)

    def _slow_down(self, changed, waiting):
        longest = _PACE_MAX_WAITING if waiting else _PACE_MAX_WATCHING
        self._pace = _PACE_MIN if changed else min(self._pace * _PACE_GROWTH, longest)
        self._due = time.monotonic() + self._pace


def _computes(task):
    try:
        cpu = time.clock_gettime_ns((~task.pid << 3) | 2)
        now = time.monotonic_ns()
        used, passed = cpu - task.cpu, now - task.seen
        task.cpu, task.seen = cpu, now
        if used == 0 and not task.computing:
            return False
        state, threads = _state(task.pid)
    except OSError:
        return False  # it has just ended; the event loop hears of it
    if state == b"R":
        return True
    return threads > 1 and 2 * used >= passed


def _state(pid):
    fd = os.open(f"/proc/{pid}/stat", os.O_RDONLY)
    try:
        line = os.read(fd, 1024)
    finally:
        os.close(fd)
    fields = line[line.rindex(b")") + 2:].split()
    return fields[0], int(fields[17])


def _signal(pid, number):
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return  # it has just ended; the event loop hears of it
