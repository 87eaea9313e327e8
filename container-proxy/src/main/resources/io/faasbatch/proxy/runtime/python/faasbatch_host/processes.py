"""Isolation ``process``: an event loop that gives each invocation a child of the process that loaded the function.

A result is passed on as soon as it is there and the pipe with the child's output has been emptied, and the child's whole
process group is killed, so nothing of an invocation outlives it or holds it up. Where nothing could go on, the killing is put
off to a quiet moment.

A child is used once. Spare ones are asked for ahead, as many as may compute at a time, but only a few, and in quiet moments as
many as bursts have needed (see ``reserve``); they wait for an invocation, so that it does not wait for a fork.
"""
import collections
import errno
import math
import os
import select
import signal

from faasbatch_host import errors, memory, wire
from faasbatch_host.forked import Forked, death, intrusion
from faasbatch_host.governor import Governor
from faasbatch_host.reserve import Reserve

# Of those that are spare whatever the load was. Each has copied most of a megabyte, or more.
_LEAST_SPARES_LIMIT = 4

_RETRY_FORK = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE)


class ProcessHost:
    """Owns all children, and the order in which invocations start."""

    def __init__(self, settings, pipes, zygote):
        self._limit = settings["outputLimit"]
        self._pipes = pipes
        self._zygote = zygote
        places = math.ceil(settings["cpus"])
        self._least_spares = min(places, _LEAST_SPARES_LIMIT)
        self._reserve = Reserve(self._least_spares, memory.Usage().share)
        self._governor = Governor(places)
        self._waiting = {}
        self._unborn = collections.deque()
        self._spares = []
        self._resting = collections.deque()
        self._by_run = {}
        self._by_pid = {}
        self._kills = memory.Kills()
        self._no_room = False
        self._proxy_gone = False
        self._poll = select.epoll()
        self._ready = {}

    def serve(self):
        self._watch(self._zygote.link.fileno(), self._from_zygote)
        self._watch(self._pipes.source, self._from_proxy)
        self._take(self._pipes.pending())
        try:
            while not self._proxy_gone:
                self._start_who_may()
                self._ask_for_children()
                self._tidy()
                for fd, events in self._poll.poll(self._timeout()):
                    react = self._ready.get(fd)
                    if react:
                        react(events)
        except ConnectionError:
            self._finish_all()
            self._zygote.end_alike()
        self._finish_all()

    def _finish_all(self):
        for one in self._children():
            one.kill()

    def _children(self):
        return [*self._by_run.values(), *self._spares, *self._resting]

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
                    self._no_room = False
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

    def _startable(self):
        """How many wait for a child that there is, or will be."""
        return 0 if self._no_room and not self._spares else len(self._waiting)

    def _start_who_may(self):
        self._governor.tick(self._startable())
        while self._waiting and self._spares and self._governor.room() > 0:
            self._start(next(iter(self._waiting)), self._spares.pop(0))

    def _start(self, run, one):
        header, body = self._waiting.pop(run)
        one.run = run
        self._by_run[run] = one
        self._governor.add(one.pid)
        self._reserve.use()
        self._send(one, header, body)
        self._pipes.write({"op": "started", "run": run})

    def _ask_for_children(self):
        """As many as may compute at a time, as soon as there is none or an invocation waits."""
        if not self._waiting and (self._spares or self._unborn):
            return
        while len(self._spares) + len(self._unborn) < self._least_spares and not self._no_room:
            self._ask_for_child()

    def _ask_for_child(self):
        try:
            self._unborn.append(Forked.ask(self._zygote, self._limit))
        except ConnectionError:
            raise
        except OSError as error:
            self._cannot_fork(error)

    def _born(self, pid):
        one = self._unborn.popleft()
        one.pid = pid
        self._by_pid[pid] = one
        self._spares.append(one)
        self._watch(one.link.fileno(), lambda events: self._from_child(one, events))
        self._watch(one.pipe, lambda _: self._read_output(one))

    def _barren(self, number):
        self._unborn.popleft().close()
        self._cannot_fork(OSError(number, os.strerror(number)))

    def _cannot_fork(self, error):
        """Waits for news when there is a child whose end can help, or nobody waits; else the first that waits has failed."""
        self._reserve.give_up()
        if self._resting:
            self._bury_all()
            return  # that has made room
        others = self._by_pid or self._unborn
        self._no_room = not self._waiting or bool(others and error.errno in _RETRY_FORK)
        if not self._no_room:
            run = next(iter(self._waiting))
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

    def _from_zygote(self, _):
        self._zygote.hear(self._born, self._barren, self._died)

    def _died(self, pid, code, status):
        one = self._by_pid.get(pid)
        if one is None:
            self._ended_already(pid, code, status)
            return
        self._receive(one)
        if pid in self._by_pid:
            self._end(one, {"ok": False, "error": death(code, status, self._kills)})

    def _ended_already(self, pid, code, status):
        """It was ended, or it rested and the kernel took its memory; then that kill is not to be blamed on another."""
        if code == os.CLD_KILLED and status == signal.SIGKILL and any(one.pid == pid for one in self._resting):
            self._kills.one_more()

    def _end(self, one, header, body=b""):
        rests = header.pop("rests", False) and self._reserve.may_rest(len(self._spares) + len(self._resting))
        if not rests:
            one.kill()
        self._no_room = one.run is None  # one that dies without cause would only be followed by the next
        if one.run is None:
            self._spares.remove(one)
            self._reserve.give_up()
        else:
            self._report(one.run, header, body, one.logs())
            del self._by_run[one.run]
            self._governor.remove(one.pid)
        self._forget(one)
        if rests:
            self._resting.append(one)
        else:
            self._let_go(one)

    def _forget(self, one):
        self._unwatch(one.link.fileno())
        self._unwatch(one.pipe)
        del self._by_pid[one.pid]

    def _bury(self, one):
        one.kill()
        self._let_go(one)

    def _let_go(self, one):
        one.close()
        self._zygote.release(one.pid)

    # --- what can wait

    def _busy(self):
        return bool(self._by_run or self._waiting or self._unborn)

    def _timeout(self):
        to_do = bool(self._resting) or self._surplus() > 0 or self._lacks()
        dues = (self._governor.timeout(self._startable() > 0),
                self._reserve.timeout(self._busy(), self._holds(), to_do))
        return min((due for due in dues if due is not None), default=None)

    def _surplus(self):
        return len(self._spares) - self._reserve.wanted

    def _lacks(self):
        return self._surplus() < 0 and not self._no_room

    def _holds(self):
        """Whether there is more than the least."""
        return bool(self._resting) or len(self._spares) > self._least_spares

    def _tidy(self):
        """All that is held beyond the least at once when there is need, else one thing at a time."""
        if self._holds() and self._reserve.is_strained():
            self._reserve.give_up()
            self._bury_all()
            while self._surplus() > 0:
                self._dismiss()
        elif self._reserve.is_quiet(self._busy(), len(self._spares)):
            if self._resting:
                self._bury(self._resting.popleft())
            if self._surplus() > 0:
                self._dismiss()
            elif self._lacks():
                self._ask_for_child()

    def _bury_all(self):
        while self._resting:
            self._bury(self._resting.popleft())

    def _dismiss(self):
        one = self._spares.pop()
        self._forget(one)
        self._bury(one)

    # --- descriptors

    def _watch(self, fd, react):
        self._ready[fd] = react
        self._poll.register(fd, select.EPOLLIN)

    def _unwatch(self, fd):
        if self._ready.pop(fd, None):
            self._poll.unregister(fd)
