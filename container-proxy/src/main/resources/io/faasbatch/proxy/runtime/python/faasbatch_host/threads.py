"""Isolation ``thread``: a thread per invocation in this process, so that they can share what the process has.

A thread that is stopped may be anywhere in its code, and must not be able to leave half a frame behind or to hold a lock
for ever. So a thread that may be stopped hands its frames to one that writes. What cannot be stopped, the main thread and
one that reports its own end, writes by itself where that takes no waiting, which saves waking the other.
"""
import collections
import ctypes
import itertools
import queue
import select
import threading

from faasbatch_host import invoking, output, routing, wire
from faasbatch_host.context import Context
from faasbatch_host.stopping import Stopped


class _Run:
    """One invocation. Whoever sets ``over`` first, under the lock, is the one who reports its end."""

    def __init__(self, header, body, limit):
        self.header = header
        self.body = body
        self.output = output.CappedOutput(limit)
        self.lock = threading.Lock()
        self.over = False
        self.thread = None

    def claim_end(self):
        with self.lock:
            first = not self.over
            self.over = True
            return first


class _Runner:
    """A thread for one invocation. Started ahead it waits, so that the invocation does not wait for its start."""

    def __init__(self, target, run=None):
        self._target = target
        self._run = run
        self._given = threading.Lock()
        if run is None:
            self._given.acquire()
        self.thread = threading.Thread(target=self._wait, daemon=True)
        self.thread.start()

    def give(self, run):
        self._run = run
        self._given.release()

    def _wait(self):
        with self._given:
            self._target(self._run)


class ThreadHost:
    """Reads the proxy's frames in the main thread; starts and stops the threads of invocations."""

    def __init__(self, settings, loaded, pipes):
        self._handler = loaded.handler
        self._registry = loaded.registry
        self._limit = settings["outputLimit"]
        self._pipes = pipes
        self._frames = queue.SimpleQueue()
        self._writing = threading.Lock()
        self._runs = {}
        self._ahead = collections.deque()  # only the main thread takes one
        self._starting = threading.Lock()
        self._calls = {}
        self._numbers = itertools.count()

    def serve(self):
        threading.Thread(target=self._write, name="faasbatch-writer", daemon=True).start()
        self._start_ahead()
        frames = self._pipes.pending()
        while frames is not None:
            for header, body in frames:
                self._take(header, body)
            frames = self._pipes.read()

    def _write(self):
        while True:
            frame = self._frames.get()
            with self._writing:
                wire.write_all(self._pipes.sink, frame)

    def _take(self, header, body):
        match header["op"]:
            case "run":
                self._start(header, body)
            case "stop":
                self._stop(header["run"])
            case "value":
                waiting = self._calls.pop(header["call"], None)
                if waiting:
                    waiting.put((header, body))

    def _start(self, header, body):
        run = _Run(header, body, self._limit)
        self._runs[header["run"]] = run
        self._send({"op": "started", "run": header["run"]})
        try:
            if self._ahead:
                runner = self._ahead.pop()
                run.thread = runner.thread
                runner.give(run)
            else:
                run.thread = _Runner(self._run, run).thread
        except RuntimeError as error:
            run.claim_end()
            self._report(run, invoking.failed({"type": "ProcessDied", "message": f"no thread could be started: {error}"}))

    def _start_ahead(self):
        """One thread, for the next invocation. To be called by what cannot be stopped."""
        if not self._starting.acquire(blocking=False):
            return
        try:
            if not self._ahead:
                self._ahead.append(_Runner(self._run))
        except RuntimeError:
            return  # an invocation will tell, if there are still too many
        finally:
            self._starting.release()

    def _run(self, run):
        routing.sink.set(run.output)
        context = Context(run.header, lambda *call: self._call(run, *call))
        reply, data = invoking.invoke(self._handler, run.header, run.body, context)
        if run.claim_end():
            self._report(run, reply, *data)
            self._start_ahead()

    def _stop(self, number):
        run = self._runs.get(number)
        if run is None or not run.claim_end():
            return
        self._report(run, {"ok": False, "stopped": True})
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(run.thread.ident), ctypes.py_object(Stopped))

    def _report(self, run, reply, *data):
        number = run.header["run"]
        self._runs.pop(number, None)
        header = {"op": "ended", "run": number, "logs": run.output.text(), **reply}
        if self._registry:
            header["shared"] = self._registry.counts()
        self._send(header, *data)

    def _call(self, run, header, body=b""):
        number = next(self._numbers)
        waiting = queue.SimpleQueue()
        self._calls[number] = waiting
        self._frames.put(wire.encode({"op": "call", "run": run.header["run"], "call": number, **header}, body))
        return waiting.get()

    def _send(self, header, *body):
        """To be called by what cannot be stopped."""
        frame = wire.encode(header, *body)
        if len(frame) <= select.PIPE_BUF and self._writing.acquire(blocking=False):
            try:
                wire.write_all(self._pipes.sink, frame)
            finally:
                self._writing.release()
        else:
            self._frames.put(frame)
