"""Isolation ``thread``: sees to it that what an invocation prints is kept with that invocation.

``sys.stdout`` and ``sys.stderr`` are replaced before the function is imported. The replacement asks a context variable
whose output it is. The variable is set in the invocation's own thread, in what that thread gives to a
``ThreadPoolExecutor`` (also to one that several invocations share), and in its asyncio tasks. What any other thread
writes goes to stderr of the container: it cannot be said whose it is.
"""
import concurrent.futures
import contextvars
import functools
import io
import sys

sink = contextvars.ContextVar("faasbatch_output", default=None)


def install():
    sys.stdout = _Router(sys.stderr)
    sys.stderr = _Router(sys.stderr)
    _carry_context()


def _carry_context():
    submit = concurrent.futures.ThreadPoolExecutor.submit

    @functools.wraps(submit)
    def submit_in_context(self, fn, /, *args, **kwargs):
        return submit(self, contextvars.copy_context().run, fn, *args, **kwargs)

    concurrent.futures.ThreadPoolExecutor.submit = submit_in_context


class _Router(io.TextIOBase):
    """A text stream that belongs to whoever writes to it."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, others):
        self._others = others
        self.buffer = _Bytes(others)

    def write(self, text):
        target = sink.get()
        if target is None:
            return self._others.write(text)
        target.add(text.encode("utf-8", "backslashreplace"))
        return len(text)

    def flush(self):
        if sink.get() is None:
            self._others.flush()

    def writable(self):
        return True

    def fileno(self):
        return self._others.fileno()

    def reconfigure(self, **_):
        """Accepted and ignored: the encoding is always UTF-8."""


class _Bytes(io.RawIOBase):
    """The binary stream under a router."""

    def __init__(self, others):
        self._others = others

    def write(self, data):
        target = sink.get()
        if target is None:
            return self._others.buffer.write(data)
        view = bytes(data)
        target.add(view)
        return len(view)

    def writable(self):
        return True

    def fileno(self):
        return self._others.fileno()
