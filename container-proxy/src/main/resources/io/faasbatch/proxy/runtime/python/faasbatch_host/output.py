"""What an invocation, or the import of the function, wrote."""
import _thread  # not threading: once that is imported it costs each forked child most of a millisecond
import os
import select

_CHUNK = 1 << 16


class CappedOutput:
    """Keeps the first bytes and counts on; one writer at a time, or several under the interpreter's lock."""

    def __init__(self, limit):
        self._limit = limit
        self._parts = []
        self._size = 0
        self._cut = False

    def add(self, data):
        if not data or self._cut:
            return
        room = self._limit - self._size
        if len(data) > room:
            self._cut = True
            data = data[:room]
        self._parts.append(bytes(data))
        self._size += len(data)

    def text(self):
        text = b"".join(self._parts)[:self._limit].decode("utf-8", "replace")
        if self._cut:
            text += f"\n[... output cut at {self._limit} bytes]\n"
        return text


class Capture:
    """Catches what is written to descriptors 1 and 2 of this process, by whomever, until it is closed.

    A thread drains the pipe, so that no amount of output blocks the writer.
    """

    def __init__(self, limit):
        self.output = CappedOutput(limit)
        self._saved = os.dup(1), os.dup(2)
        self._source, sink = os.pipe()
        self._done, self._finish = os.pipe()
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        os.close(sink)
        self._drained = _thread.allocate_lock()
        self._drained.acquire()
        _thread.start_new_thread(self._drain, ())

    def close(self):
        """Restores the descriptors; what was written until now is in ``output``."""
        for number, saved in zip((1, 2), self._saved):
            os.dup2(saved, number)
            os.close(saved)
        os.close(self._finish)
        self._drained.acquire()
        os.close(self._source)
        os.close(self._done)

    def _drain(self):
        try:
            self._read_all()
        finally:
            self._drained.release()

    def _read_all(self):
        poll = select.poll()
        poll.register(self._source, select.POLLIN)
        poll.register(self._done, select.POLLIN)
        while True:
            ready = {fd for fd, _ in poll.poll()}
            if self._source in ready:
                data = os.read(self._source, _CHUNK)
                self.output.add(data)
                if not data:
                    return
            elif self._done in ready:
                return
