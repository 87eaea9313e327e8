"""The host's entrance: has the function that the proxy names loaded, and serves its invocations until the proxy goes."""
import os
import sys

from faasbatch_host import child, loading, memory, processes, wire
from faasbatch_host.zygote import Zygote

_BEFORE_THE_PROXY = 500
_REHEARSALS = 20


def main():
    memory.offer(_BEFORE_THE_PROXY)
    pipes = wire.Wire.take_over()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    for _ in range(_REHEARSALS):
        child.rehearse()
    memory.immortalise()
    frame = pipes.read_one()
    if frame is None:
        return
    settings = frame[0]
    if settings["isolation"] == "process":
        zygote = Zygote.start(settings, pipes)  # first, since it inherits what there is
        processes.ProcessHost(settings, pipes, zygote).serve()
    else:
        _serve_threads(settings, pipes)
    os._exit(0)  # not the ordinary way out: that one waits for threads of the function


def _serve_threads(settings, pipes):
    loaded = loading.load_for(pipes, settings)
    if loaded is None:
        return
    from faasbatch_host import threads

    os.nice(child.BEHIND)
    threads.ThreadHost(settings, loaded, pipes).serve()
