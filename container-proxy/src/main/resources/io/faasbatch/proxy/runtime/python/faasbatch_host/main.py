"""The host's entrance: loads the function that the proxy names, then serves its invocations until the proxy goes."""
import os
import sys

from faasbatch_host import child, loading, memory, processes, wire

_BEFORE_THE_PROXY = 500


def main():
    memory.offer(_BEFORE_THE_PROXY)
    pipes = wire.Wire.take_over()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    frame = pipes.read_one()
    if frame is None:
        return
    settings = frame[0]
    try:
        loaded = loading.load(settings)
    except loading.Refused as refused:
        pipes.write({"op": "refused", "error": refused.error})
        return
    pipes.write({"op": "loaded"})
    _host(settings, loaded, pipes).serve()
    os._exit(0)  # not the ordinary way out: that one waits for threads of the function


def _host(settings, loaded, pipes):
    if settings["isolation"] == "process":
        return processes.ProcessHost(settings, loaded, pipes)
    from faasbatch_host import threads

    os.nice(child.BEHIND)
    return threads.ThreadHost(settings, loaded, pipes)
