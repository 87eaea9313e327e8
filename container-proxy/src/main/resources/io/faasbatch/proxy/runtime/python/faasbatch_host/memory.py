"""The memory of the container: what is in use, what the kernel does when it is used up, and how forked processes share more of it."""
import ctypes
import gc
import os
import types

_FILES = ("/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events")
_USAGE_AND_LIMIT = (
    ("/sys/fs/cgroup/memory/memory.usage_in_bytes", "/sys/fs/cgroup/memory/memory.limit_in_bytes"),
    ("/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory.max"))
_DIGITS = 32
_COUNTER = "oom_kill "
_SCORE = "/proc/self/oom_score_adj"


_IMMORTAL = 1 << 31


def immortalise():
    """Makes all objects that there are immortal (PEP 683), so that forked processes go on sharing their pages.

    Otherwise to read an object is to write its reference count, and the page that it is on has to be copied. None of them is
    ever freed then; none of them would be as long as the process lives. Where the interpreter knows no immortal objects, which
    is before Python 3.12, nothing happens.
    """
    count_of = ctypes.c_uint32.from_address
    count = count_of(id(None)).value
    if count < _IMMORTAL:
        return
    found = gc.get_objects()
    while found:
        one = found.pop()
        its = count_of(id(one))
        if its.value < _IMMORTAL and type(one) is not types.FrameType:
            its.value = count
            found += gc.get_referents(one)
            if type(one) is types.CodeType:
                found += one.co_consts, one.co_names, one.co_name, one.co_qualname, one.co_filename


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


class Usage:
    """How much of the container's memory is in use; asking costs one system call."""

    def __init__(self):
        self._fd = None
        for usage, limit in _USAGE_AND_LIMIT:
            try:
                with open(limit, encoding="ascii") as file:
                    self._limit = int(file.read())
                self._fd = os.open(usage, os.O_RDONLY | os.O_CLOEXEC)
                return
            except (OSError, ValueError):
                continue  # the other version of control groups, or no limit

    def share(self):
        """From 0 to 1; 0 where there is no limit, or it cannot be told."""
        return int(os.pread(self._fd, _DIGITS, 0)) / self._limit if self._fd is not None else 0.0


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
