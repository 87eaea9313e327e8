"""Isolation ``process``: an event loop that runs each invocation in a child forked from the process that loaded the function.

The loop is single-threaded, so that a fork copies nothing that another thread holds. A result is passed on as soon as it is
there and the pipe with the child's output has been emptied; then the child's whole process group is killed, so nothing of
an invocation outlives it or holds it up.

A child is used once. While there is nothing better to do, spare ones are forked, as many as may compute at a time; they wait
for an invocation, so that one that comes to an idle container does not wait for the fork. Forking takes the loop as long as a
short invocation takes to answer, so there is first to be no news for a moment.
"""
import errno
import gc
import math
import os
import select
import signal
import time

from faasbatch_host import child, errors, memory, wire
from faasbatch_host.forked import Forked, death, intrusion
from faasbatch_host.governor import Governor

_CHUNK = 1 << 16
_QUIET = 0.001
_AFTER_NO_FORK = 1.0
_RETRY_FORK = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE)


class ProcessHost:
    """Owns all children, and the order in which invocations start."""

    def __init__(self, settings, loaded, pipes):
        self._handler = loaded.handler
        self._limit = settings["outputLimit"]
        self._pipes = pipes
        self._most_spares = math.ceil(settings["cpus"])
        self._governor = Governor(self._most_spares)
        self._waiting = {}
        self._spares = []
        self._by_run = {}
        self._by_pid = {}
        self._kills = memory.Kills()
        self._no_room = False
        self._proxy_gone = False
        self._quiet_from = 0.0
        self._poll = select.epoll()
        self._ready = {}

    def serve(self):
        self._wakeup = _listen_for_deaths()
        child.adopt_orphans()
        self._watch(self._pipes.source, self._from_proxy)
        self._watch(self._wakeup[0], self._reap)
        self._take(self._pipes.pending())
        gc.collect()
        gc.freeze()
        while not self._proxy_gone:
            self._start_who_may()
            news = self._poll.poll(self._timeout())
            for fd, events in news:
                react = self._ready.get(fd)
                if react:
                    react(events)
            if news:
                self._quiet_from = time.monotonic() + _QUIET
            elif self._lacks_spares() and time.monotonic() >= self._quiet_from:
                self._prepare_spare()
        for one in self._children():
            one.finish()

    def _children(self):
        return [*self._by_run.values(), *self._spares]

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
                    self._send(self._by_run[run], header, body)

    def _stop(self, run):
        if self._waiting.pop(run, None):
            self._report(run, {"ok": False, "stopped": True}, b"", "")
        elif run in self._by_run:
            self._end(self._by_run[run], {"ok": False, "stopped": True})

    def _report(self, run, header, body, logs):
        self._pipes.write({**header, "op": "ended", "run": run, "logs": logs}, body)

    # --- starting

    def _can_start(self):
        return bool(self._waiting) and not self._no_room

    def _start_who_may(self):
        self._governor.tick(len(self._waiting) if self._can_start() else 0)
        while self._can_start() and self._governor.room() > 0:
            self._start(next(iter(self._waiting)))

    def _start(self, run):
        try:
            one = self._spares.pop() if self._spares else self._fork()
        except OSError as error:
            self._cannot_fork(run, error)
            return
        header, body = self._waiting.pop(run)
        one.run = run
        self._by_run[run] = one
        self._governor.add(one.pid)
        self._pipes.write({"op": "started", "run": run})
        self._send(one, header, body)

    def _timeout(self):
        look = self._governor.timeout(self._can_start())
        if not self._lacks_spares():
            return look
        quiet = max(0.0, self._quiet_from - time.monotonic())
        return quiet if look is None else min(look, quiet)

    def _lacks_spares(self):
        """Whether one more can be forked: a cpu is free, and nobody waits for it."""
        lacking = len(self._spares) < self._most_spares and not self._waiting and not self._no_room
        return lacking and self._governor.room() > 0

    def _prepare_spare(self):
        try:
            self._spares.append(self._fork())
        except OSError:
            self._quiet_from = time.monotonic() + _AFTER_NO_FORK
            self._no_room = bool(self._by_pid)  # as for any other fork: until a process ends

    def _fork(self):
        one = Forked.fork(self._handler, self._limit, self._close_all)
        self._by_pid[one.pid] = one
        self._watch(one.link.fileno(), lambda events: self._from_child(one, events))
        self._watch(one.pipe, lambda _: self._read_output(one))
        return one

    def _close_all(self):
        """In a new child: lets go of what belongs to the host and to other children."""
        self._poll.close()
        signal.set_wakeup_fd(-1)
        for one in self._children():
            one.close()
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

    def _send(self, one, header, body):
        self._wait_for(one, one.send(wire.encode(header, body)))

    def _wait_for(self, one, events):
        if one.link.fileno() in self._ready:
            self._poll.modify(one.link.fileno(), events)

    def _from_child(self, one, events):
        if events & select.EPOLLOUT:
            self._wait_for(one, one.send(b""))
        if events & ~select.EPOLLOUT:
            self._receive(one)

    def _receive(self, one):
        """Reads until there is nothing more to read now."""
        while one.pid in self._by_pid:
            try:
                frames = one.receive()
                if frames is None:
                    return
                for header, body in frames:
                    if one.pid in self._by_pid:
                        self._heard(one, header, body)
            except EOFError:
                self._unwatch(one.link.fileno())
                return
            except (ValueError, KeyError, TypeError) as error:
                self._end(one, {"ok": False, "error": intrusion(error)})
                return

    def _heard(self, one, header, body):
        match header["op"]:
            case "call":
                self._pipes.write({**header, "run": one.run}, body)
            case "ended":
                self._end(one, header, body)
            case unknown:
                raise ValueError(f"unknown frame {unknown!r}")

    def _read_output(self, one):
        if one.read_output() == 0:
            self._unwatch(one.pipe)

    def _reap(self, _):
        try:
            os.read(self._wakeup[0], _CHUNK)
        except BlockingIOError:
            pass  # an earlier round has already taken the news
        while True:
            try:
                info = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if info is None:
                return
            self._bury(info)
            os.waitpid(info.si_pid, 0)  # only now is its process group free to be used again
            self._no_room = False

    def _bury(self, info):
        one = self._by_pid.get(info.si_pid)
        if one is None:
            return
        self._receive(one)
        if info.si_pid in self._by_pid:
            self._end(one, {"ok": False, "error": death(info, self._kills)})

    def _end(self, one, header, body=b""):
        logs = one.finish()
        if one.run is None:
            self._spares.remove(one)
        else:
            self._report(one.run, header, body, logs)
            del self._by_run[one.run]
            self._governor.remove(one.pid)
        self._unwatch(one.link.fileno())
        self._unwatch(one.pipe)
        one.close()
        del self._by_pid[one.pid]

    # --- descriptors

    def _watch(self, fd, react):
        self._ready[fd] = react
        self._poll.register(fd, select.EPOLLIN)

    def _unwatch(self, fd):
        if self._ready.pop(fd, None):
            self._poll.unregister(fd)


def _listen_for_deaths():
    """A pipe that can be read when a child has died."""
    source, sink = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(sink, warn_on_full_buffer=False)
    return source, sink
