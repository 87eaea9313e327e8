"""What the kernel does when the memory of the container is used up."""
_FILES = ("/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events")
_COUNTER = "oom_kill "


def offer(score):
    """The kernel is to kill this process before those with a lower score (0 to 1000): what ran wild, not what carries it."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write(str(score))
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
