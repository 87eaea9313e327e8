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
- At most ``limit`` (the container's cpus, rounded up) processes compute, in the order of arrival. As long as fewer do,
  the oldest paused process goes on, and when there is none, a new one is forked. So a sleeper's place is given away as
  soon as it sleeps.
- When blocked processes wake up and more than ``limit`` compute, the youngest of them are paused with SIGSTOP. To ride
  over the moment in which a process merely wakes, takes a packet and waits again, only one that was seen computing in two
  looks one after the other is paused.
- One that has computed for more than twice the mean of those that have ended, and 5 ms, is LONG, and goes behind all
  others. Run times of functions are heavy-tailed (M. Shahrad et al.: "Serverless in the Wild", ATC 2020, section 3), and
  one that has taken long will most likely take longer still; invocations that are about equal never become long, and run
  to completion. That is FILTER of SFS (Y. Fu et al.: "SFS: Smart OS Scheduling for Serverless Functions", SC 2022)
  with a slice that is learned from what was computed.
- Nobody starves: after a second a long one takes its place in the order of arrival again, for good, and every process
  becomes the oldest in the end. Processes that have begun cost memory, so only a few can be long at a time.

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
_LONG_TIMES_MEAN = 2
_LONG_LEAST = 5_000_000  # nanoseconds
_LONG_PATIENCE = 1_000_000_000
_MOST_LONG_PER_PLACE = 4
_MEAN_OVER = 32


class Task:
    """One process under the governor; times are nanoseconds, ``forked`` and ``cpu`` of its cpu clock."""

    __slots__ = ("pid", "computing", "paused", "looks", "forked", "cpu", "seen", "long_since", "settled")

    def __init__(self, pid):
        self.pid = pid
        self.computing = True
        self.paused = False
        self.looks = 0
        self.forked = self.cpu = _cpu(pid)
        self.seen = time.monotonic_ns()
        self.long_since = None
        self.settled = False

    def used(self):
        return self.cpu - self.forked


class Usual:
    """The mean of what the last invocations have computed, in nanoseconds."""

    def __init__(self):
        self._count = 0
        self._mean = 0.0

    def learn(self, used):
        self._count = min(self._count + 1, _MEAN_OVER)
        self._mean += (used - self._mean) / self._count

    def is_exceeded(self, used):
        return self._count > 0 and used > max(_LONG_LEAST, _LONG_TIMES_MEAN * self._mean)


class Governor:
    """Owned by the event loop of the host; not for several threads."""

    def __init__(self, limit):
        self._limit = limit
        self._tasks = {}
        self._usual = Usual()
        self._pace = _PACE_MIN
        self._due = 0.0

    def add(self, pid):
        """A process was forked; it counts as computing until it is seen blocked."""
        self._tasks[pid] = Task(pid)
        self._hasten()

    def remove(self, pid):
        """An invocation has ended; its process may still be there."""
        task = self._tasks.pop(pid, None)
        if task:
            task.cpu = max(task.cpu, _cpu(pid))
            self._usual.learn(task.used())
            self._hasten()

    def room(self):
        """How many processes may be started now; when somebody waits for that, they go before those that are long."""
        if any(task.paused and not task.long_since for task in self._tasks.values()):
            return 0
        return self._limit - self._computing()

    def timeout(self, waiting):
        """Seconds until the next look, or None when there is nothing to look for."""
        if not waiting and len(self._tasks) <= self._limit and not self._has_paused():
            return None
        return max(0.0, self._due - time.monotonic())

    def tick(self, waiting):
        """Looks when it is time to, and lets go on or pauses who should.

        :param waiting: how many invocations have no process yet
        """
        now = time.monotonic()
        if now >= self._due:
            changed = self._look()
            self._slow_down(changed, waiting or self._has_paused())
        self._balance(waiting)

    def _look(self):
        changed = False
        for task in self._tasks.values():
            if not task.paused:
                computing = _computes(task)
                changed |= computing != task.computing
                task.computing = computing
                task.looks = task.looks + 1 if computing else 0
            changed |= self._changes_rank(task)
        return changed

    def _changes_rank(self, task):
        if task.long_since:
            if time.monotonic_ns() - task.long_since < _LONG_PATIENCE:
                return False
            task.long_since = None
            task.settled = True
            return True
        if task.settled or not self._usual.is_exceeded(task.used()):
            return False
        if sum(one.long_since is not None for one in self._tasks.values()) >= _MOST_LONG_PER_PLACE * self._limit:
            return False
        task.long_since = time.monotonic_ns()
        return True

    def _balance(self, waiting):
        """Gives the places to the oldest that want one, then to those that wait, then to the long ones."""
        wanting = [task for task in self._tasks.values() if task.computing]
        first = [task for task in wanting if not task.long_since]
        last = [task for task in wanting if task.long_since]
        places = self._limit - len(first)
        for place, task in enumerate(first):
            self._let(task, place < self._limit)
        for place, task in enumerate(last):
            self._let(task, place < places - waiting)

    def _let(self, task, run):
        if run and task.paused:
            task.paused = False
            task.looks = 0
            task.seen = time.monotonic_ns()
            _signal(task.pid, signal.SIGCONT)
            self._hasten()
        elif not run and not task.paused:
            if task.looks >= _LOOKS_BEFORE_PAUSE:
                _signal(task.pid, signal.SIGSTOP)
                task.paused = True
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
        cpu = _clock(task.pid)
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


def _cpu(pid):
    try:
        return _clock(pid)
    except OSError:
        return 0  # it has just ended; the event loop hears of it


def _clock(pid):
    return time.clock_gettime_ns((~pid << 3) | 2)


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
