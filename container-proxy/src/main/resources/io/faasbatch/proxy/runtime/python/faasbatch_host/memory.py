"""What the kernel does when the memory of the container is used up."""
import os

_FILES = ("/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events")
_COUNTER = "oom_kill "
_SCORE = "/proc/self/oom_score_adj"


def offer(score):
    """The kernel is to kill this process before those with a lower score (0 to 1000): what ran wild, not what carries it."""
    try:
        fd = os.open(_SCORE, os.O_WRONLY)  # in a forked process a file object costs two milliseconds of copied pages
        try:
            os.write(fd, str(score).encode())
        finally:
            os.close(fd)
    except OSError:
        pass  # not allowed here; the kernel then goes by size alone


class Kills:
    """The processes of the container that were killed for its memory, each told once."""

    def __init__(self):
        self._told = _count()

    def one_more(self):
        """Whether there was one that was not told yet."""
        if _count() > self._told:
            self._told += 1
            return True
        return False


def _count():
    for name in _FILES:
        try:
            with open(name, encoding="ascii") as file:
                for line in file:
                    if line.startswith(_COUNTER):
                        return int(line[len(_COUNTER):])
        except OSError:
            pass  # the other version of control groups, or none
    return 0
