"""Isolation ``process``: an event loop that forks one child per invocation from the process that loaded the function.

The loop is single-threaded, so that a fork copies nothing that another thread holds. Per child it keeps a socket, over
which store calls and the result come, and a pipe, which is the child's stdout and stderr and those of everything that it
starts. A result is passed on as soon as it is there and the pipe has been emptied; then the child's whole process group
is killed, so nothing of an invocation outlives it or holds it up.
"""
import errno
import gc
import math
import os
import select
import signal
import socket

from faasbatch_host import child, errors, output, wire
from faasbatch_host.governor import Governor

_CHUNK = 1 << 16
_LAST_READS = 16
_RETRY_FORK = (errno.EAGAIN, errno.ENOMEM)


class _Child:
    """A forked process and what the loop holds of it."""

    def __init__(self, run, pid, link, pipe, limit):
        self.run = run
        self.pid = pid
        self.link = link
        self.pipe = pipe
        self.output = output.CappedOutput(limit)
        self.frames = wire.Decoder()
        self.unsent = bytearray()
        self.ended = False


class ProcessHost:
    """Owns all children, and the order in which invocations start."""

    def __init__(self, settings, loaded, pipes):
        self._handler = loaded.handler
        self._limit = settings["outputLimit"]
        self._pipes = pipes
        self._governor = Governor(math.ceil(settings["cpus"]))
        self._waiting = {}
        self._by_run = {}
        self._by_pid = {}
        self._no_room = False
        self._proxy_gone = False
        self._poll = select.epoll()
        self._ready = {}

    def serve(self):
        wakeup = self._listen_for_deaths()
        child.adopt_orphans()
        self._watch(self._pipes.source, self._from_proxy)
        self._watch(wakeup, lambda _: self._reap(wakeup))
        self._take(self._pipes.pending())
        gc.collect()
        gc.freeze()
        while not self._proxy_gone:
            self._govern()
            timeout = self._governor.timeout(bool(self._waiting) and not self._no_room)
            for fd, events in self._poll.poll(timeout):
                react = self._ready.get(fd)
                if react:
                    react(events)
        for one in list(self._by_run.values()):
            _kill(one.pid)

    def _listen_for_deaths(self):
        source, sink = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._wakeup = source, sink
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(sink, warn_on_full_buffer=False)
        return source

    # --- frames of the proxy

    def _from_proxy(self, _):
        frames = self._pipes.read()
        if frames is None:
            self._proxy_gone = True
        else:
            self._take(frames)

    def _take(self, frames):
        for header, body in frames:
            run = header["run"]
            match header["op"]:
                case "run":
                    self._waiting[run] = header, body
                case "stop":
                    self._stop(run)
                case "value" if run in self._by_run:
                    self._send(self._by_run[run], wire.encode(header, body))

    def _stop(self, run):
        if self._waiting.pop(run, None):
            self._report(run, {"ok": False, "stopped": True}, b"", "")
        elif run in self._by_run:
            self._end(self._by_run[run], {"ok": False, "stopped": True})

    def _report(self, run, header, body, logs):
        self._pipes.write({**header, "op": "ended", "run": run, "logs": logs}, body)

    # --- starting

    def _govern(self):
        waiting = bool(self._waiting) and not self._no_room
        self._governor.tick(waiting)
        room = self._governor.room() if waiting else 0
        while room > 0 and self._waiting and not self._no_room:
            self._start(next(iter(self._waiting)))
            room -= 1

    def _start(self, run):
        header, body = self._waiting[run]
        try:
            started = self._fork(header, body)
        except OSError as error:
            self._cannot_fork(run, error)
            return
        del self._waiting[run]
        self._by_run[run] = self._by_pid[started.pid] = started
        self._watch(started.link.fileno(), lambda events: self._from_child(started, events))
        self._watch(started.pipe, lambda _: self._read_output(started))
        self._governor.add(started.pid)
        self._pipes.write({"op": "started", "run": run})

    def _fork(self, header, body):
        ours, theirs = socket.socketpair()
        source, sink = os.pipe2(os.O_CLOEXEC)
        try:
            pid = os.fork()
        except OSError:
            ours.close()
            os.close(source)
            raise
        else:
            if pid == 0:
                self._close_all()
                ours.close()
                os.close(source)
                child.run(self._handler, header, body, theirs, sink)
        finally:
            theirs.close()
            os.close(sink)
        child.lead_group(pid)
        ours.setblocking(False)
        os.set_blocking(source, False)
        return _Child(header["run"], pid, ours, source, self._limit)

    def _close_all(self):
        """In a new child: lets go of what belongs to the host and to other children."""
        self._poll.close()
        signal.set_wakeup_fd(-1)
        for one in self._by_run.values():
            one.link.close()
            os.close(one.pipe)
        for fd in (self._pipes.source, self._pipes.sink, *self._wakeup):
            os.close(fd)

    def _cannot_fork(self, run, error):
        """Waits for a child to end when there is one and that can help; else the invocation has failed."""
        if error.errno in _RETRY_FORK and self._by_pid:
            self._no_room = True
            return
        del self._waiting[run]
        failure = errors.described("ProcessDied", f"no process could be started for this invocation: {error}")
        self._report(run, {"ok": False, "error": failure}, b"", "")

    # --- children

    def _from_child(self, one, events):
        if events & select.EPOLLOUT:
            self._send(one, b"")
        if events & ~select.EPOLLOUT and not self._receive(one) and not one.ended:
            self._unwatch(one.link.fileno())

    def _receive(self, one):
        """Reads what the child has sent; false when it can send no more."""
        while not one.ended:
            try:
                data = one.link.recv(wire.READ_SIZE)
            except BlockingIOError:
                return True
            except OSError:
                return False
            if not data:
                return False
            one.frames.feed(data)
            try:
                for header, body in one.frames.frames():
                    self._heard(one, header, body)
            except (ValueError, KeyError, TypeError) as error:
                self._end(one, {"ok": False, "error": _intruded(error)})
        return True

    def _heard(self, one, header, body):
        if one.ended:
            return
        match header["op"]:
            case "store":
                self._pipes.write({**header, "run": one.run}, body)
            case "ended":
                self._end(one, header, body)
            case unknown:
                raise ValueError(f"unknown frame {unknown!r}")

    def _send(self, one, data):
        one.unsent += data
        try:
            sent = one.link.send(one.unsent)
            del one.unsent[:sent]
        except BlockingIOError:
            pass  # its buffer is full: the rest goes when the child has read
        except OSError:
            one.unsent.clear()  # it no longer listens: it is about to end
        wanted = select.EPOLLIN | (select.EPOLLOUT if one.unsent else 0)
        if one.link.fileno() in self._ready:
            self._poll.modify(one.link.fileno(), wanted)

    def _read_output(self, one):
        try:
            data = os.read(one.pipe, _CHUNK)
        except BlockingIOError:
            return False
        one.output.add(data)
        if not data:
            self._unwatch(one.pipe)
        return bool(data)

    def _reap(self, wakeup):
        try:
            os.read(wakeup, _CHUNK)
        except BlockingIOError:
            pass  # an earlier round has already taken the news
        while True:
            try:
                death = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if death is None:
                return
            one = self._by_pid.pop(death.si_pid, None)
            if one and not one.ended:
                self._receive(one)
            if one and not one.ended:
                self._end(one, {"ok": False, "error": _death(death)})
            os.waitpid(death.si_pid, 0)  # only now is its process group free to be used again
            self._no_room = False

    def _end(self, one, header, body=b""):
        one.ended = True
        _kill(one.pid)
        for _ in range(_LAST_READS):
            if not self._read_output(one):
                break
        self._unwatch(one.link.fileno())
        self._unwatch(one.pipe)
        one.link.close()
        os.close(one.pipe)
        del self._by_run[one.run]
        self._governor.remove(one.pid)
        self._report(one.run, header, body, one.output.text())

    # --- descriptors

    def _watch(self, fd, react):
        self._ready[fd] = react
        self._poll.register(fd, select.EPOLLIN)

    def _unwatch(self, fd):
        if self._ready.pop(fd, None):
            self._poll.unregister(fd)


def _kill(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of them have ended


def _death(death):
    if death.si_code == os.CLD_EXITED:
        how = f"ended with exit code {death.si_status} before the function returned"
    else:
        number = death.si_status
        how = f"was killed by signal {number} ({_name(number)}) before the function returned"
        if number == signal.SIGKILL:
            how += "; the memory limit of the container is a frequent cause"
    return errors.described("ProcessDied", f"the process of this invocation {how}")


def _intruded(error):
    return errors.described(
        "ProcessDied", f"the process of this invocation wrote to a descriptor that is not its own: {error}")


def _name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
