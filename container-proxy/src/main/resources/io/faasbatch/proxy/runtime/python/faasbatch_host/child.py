"""What happens in the process that is forked for one invocation."""
import _thread
import ctypes
import os
import select
import signal
import sys

from faasbatch_host import invoking, memory, wire
from faasbatch_host.context import Context

_LIBC = ctypes.CDLL(None, use_errno=True)
_PRCTL = _LIBC.prctl
_FFLUSH = _LIBC.fflush
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_BROKEN = 70
_FIRST_TO_GO = 1000
_THREADS = "/proc/self/task"  # a folder whose number of links counts them, those of native code too
_LINKS_OF_ONE = 3
_NOBODY = {"op": "run", "run": 0, "id": "0" * 36, "executionId": None, "step": None, "attempt": 1, "deadline": 0.5, "parts": []}

# How much nicer what runs the function's code is than what passes on answers, those of others among them.
BEHIND = 10


def adopt_orphans():
    """In the zygote: what a child's own children leave behind is given to it, and it reaps them."""
    _PRCTL(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with(parent):
    """This process is killed when its parent ends."""
    _PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(_BROKEN)


def lead_group(pid):
    """Gives the child a process group of its own. Parent and child both do it, so that it is done for whoever is first."""
    try:
        os.setpgid(pid, pid)
    except OSError:
        return  # it has done it itself and gone on to another program, or has ended


def rehearse():
    """Does for nobody what is done for each invocation, but for the function itself.

    In the zygote: children inherit what the interpreter learns by it. In a child that waits: the memory that it will write to
    is copied before there is an invocation that would wait for that.
    """
    try:
        frames = wire.Decoder()
        frames.feed(wire.encode(_NOBODY, b"{}"))
        for header, body in frames.frames():
            reply, data = invoking.invoke(lambda event, _: event, header, body, Context(header, None))
            _flush()
            wire.encode({"op": "ended", "rests": _is_alone(), **reply}, *data)
    except Exception:
        return  # the function replaced something that this needs; an invocation will tell


def run(handler, link, sink, close_others):
    """Waits for the invocation, runs it and ends the process; never returns."""
    code = _BROKEN
    try:
        pid, zygote = os.getpid(), os.getppid()
        memory.offer(_FIRST_TO_GO)
        _settle(zygote, sink, close_others)
        if not select.select([link], [], [], 0)[0]:
            rehearse()
        calls = _Calls(link)
        header, body = calls.next()
        reply, data = invoking.invoke(handler, header, body, Context(header, calls))
        if os.getpid() == pid:
            _flush()
            rests = _is_alone()
            link.sendall(wire.encode({"op": "ended", "rests": rests, **reply}, *data))
            code = 0
            if rests:
                link.recv(1)  # never comes: the host ends this process when it has the time
        else:
            code = _of_a_copy(reply)
    finally:
        os._exit(code)


def _settle(zygote, sink, close_others):
    lead_group(0)
    os.nice(BEHIND)
    die_with(zygote)
    close_others()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    os.close(sink)
    _reseed()


def _reseed():
    """The standard library's ``random`` does this itself after a fork."""
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _flush():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # the function closed or replaced it; then there is nothing to flush
    _FFLUSH(None)


def _is_alone():
    """Whether nothing is left of the invocation that could go on: no thread, no process, no timer."""
    try:
        return (not _has_children() and os.stat(_THREADS).st_nlink == _LINKS_OF_ONE
                and signal.getitimer(signal.ITIMER_REAL)[0] == 0)
    except Exception:
        return False  # the function replaced something that this needs


def _has_children():
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    except ChildProcessError:
        return False


def _of_a_copy(reply):
    """The function forked and this is not the invocation's process: it ends without a word to the host."""
    _flush()
    if not reply["ok"]:
        os.write(2, (reply["error"].get("stack", "") or reply["error"]["message"]).encode())
    return 0 if reply["ok"] else 1


class _Calls:
    """The link to the host: the invocation comes first, then calls of the proxy go out, one at a time."""

    def __init__(self, link):
        self._link = link
        self._frames = wire.Decoder()
        self._lock = _thread.allocate_lock()

    def __call__(self, header, body=b""):
        with self._lock:
            self._link.sendall(wire.encode({"op": "call", "call": 0, **header}, body))
            return self.next()

    def next(self):
        while True:
            for frame in self._frames.frames():
                return frame
            data = self._link.recv(wire.READ_SIZE)
            if not data:
                raise ConnectionError("the host of this process has gone")
            self._frames.feed(data)
