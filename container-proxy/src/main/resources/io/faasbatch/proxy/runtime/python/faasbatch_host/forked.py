"""A forked child as the host sees it: a process group, a socket for frames and a pipe with its output."""
import os
import select
import signal
import socket

from faasbatch_host import child, errors, output, wire

_CHUNK = 1 << 16
_LAST_READS = 16


class Forked:
    """Owned by the event loop. ``run`` is the number of its invocation, or None as long as it waits for one."""

    def __init__(self, pid, link, pipe, limit):
        self.run = None
        self.pid = pid
        self.link = link
        self.pipe = pipe
        self.output = output.CappedOutput(limit)
        self._frames = wire.Decoder()
        self._unsent = bytearray()

    @classmethod
    def fork(cls, handler, limit, close_all):
        """Forks a child that waits for its invocation. ``close_all`` is called in it, to close what is the host's.

        :raises OSError: when there can be no more processes or descriptors
        """
        ours, theirs = socket.socketpair()
        source, sink = os.pipe2(os.O_CLOEXEC)
        pid = None
        try:
            pid = os.fork()
        finally:
            if pid == 0:
                child.run(handler, theirs, sink, lambda: (close_all(), ours.close(), os.close(source)))
            theirs.close()
            os.close(sink)
            if pid is None:
                ours.close()
                os.close(source)
        child.lead_group(pid)
        ours.setblocking(False)
        os.set_blocking(source, False)
        return cls(pid, ours, source, limit)

    def receive(self):
        """Reads once what the child has sent.

        :return: the frames that are complete, or None when nothing came; ``EOFError`` when nothing will come
        :raises ValueError: when it is no frame
        """
        try:
            data = self.link.recv(wire.READ_SIZE)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if not data:
            raise EOFError
        self._frames.feed(data)
        return list(self._frames.frames())

    def send(self, data):
        """Sends what the socket takes now and keeps the rest.

        :return: the events to wait for
        """
        self._unsent += data
        try:
            sent = self.link.send(self._unsent)
            del self._unsent[:sent]
        except BlockingIOError:
            pass  # its buffer is full: the rest goes when the child has read
        except OSError:
            self._unsent.clear()  # it no longer listens: it is about to end
        return select.EPOLLIN | (select.EPOLLOUT if self._unsent else 0)

    def read_output(self):
        """Reads once what it has written: how much, 0 at the end, None when there is nothing now."""
        try:
            data = os.read(self.pipe, _CHUNK)
        except BlockingIOError:
            return None
        self.output.add(data)
        return len(data)

    def finish(self):
        """Kills it with all that it has started, and returns what they wrote until now."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # all of them have ended
        for _ in range(_LAST_READS):
            if not self.read_output():
                break
        return self.output.text()

    def close(self):
        self.link.close()
        os.close(self.pipe)


def death(info, kills):
    """What the end of a process, as ``os.waitid`` tells it, means to its invocation. ``kills`` are those for memory."""
    number = info.si_status
    if info.si_code == os.CLD_EXITED:
        how = f"ended with exit code {number} before the function returned"
        return errors.described("ProcessDied", f"the process of this invocation {how}")
    if number == signal.SIGKILL and kills.one_more():
        return errors.described(
            "OutOfMemory", "the process of this invocation was killed because the container's memory was used up")
    how = f"was killed by signal {number} ({_name(number)}) before the function returned"
    if number == signal.SIGKILL:
        how += "; the memory limit of the container is a frequent cause"
    return errors.described("ProcessDied", f"the process of this invocation {how}")


def intrusion(error):
    return errors.described(
        "ProcessDied", f"the process of this invocation wrote to a descriptor that is not its own: {error}")


def _name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
