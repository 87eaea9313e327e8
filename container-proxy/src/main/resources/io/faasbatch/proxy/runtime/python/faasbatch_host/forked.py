"""A forked child as the host sees it: a process group, a socket for frames and a pipe with its output."""
import os
import select
import signal
import socket

from faasbatch_host import errors, output, wire

_CHUNK = 1 << 16
_LAST_READS = 16


class Forked:
    """Owned by the event loop. ``pid`` is None until it is born, ``run`` as long as it waits for its invocation."""

    def __init__(self, link, pipe, limit):
        self.pid = None
        self.run = None
        self.link = link
        self.pipe = pipe
        self.output = output.CappedOutput(limit)
        self._frames = wire.Decoder()
        self._unsent = bytearray()

    @classmethod
    def ask(cls, zygote, limit):
        """Asks the zygote for a child, which is to be told its pid when it is born.

        :raises OSError: when there can be no more descriptors
        """
        ours, theirs = socket.socketpair()
        source, sink = os.pipe2(os.O_CLOEXEC)
        try:
            zygote.ask_for_child(theirs.fileno(), sink)
        except OSError:
            os.close(source)
            raise
        finally:
            theirs.close()
            os.close(sink)
        ours.setblocking(False)
        os.set_blocking(source, False)
        return cls(ours, source, limit)

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

    def kill(self):
        """With all that it has started."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # all of them have ended

    def logs(self):
        """What was written until now."""
        for _ in range(_LAST_READS):
            if not self.read_output():
                break
        return self.output.text()

    def close(self):
        self.link.close()
        os.close(self.pipe)


def death(code, number, kills):
    """What the end of a process means to its invocation: ``code`` and ``number`` as ``os.waitid`` tells them, kills for memory."""
    if code == os.CLD_EXITED:
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
