"""Takes the time and makes the data that its input asks for, in place of a program that is not there."""

import time


def handle(input, context):
    work = spin if input.get("work") == "spin" else time.sleep
    work(float(input.get("runtime", 0)))
    return {name: make(name, wanted) for name, wanted in input.get("outputs", {}).items()}


def make(name, wanted):
    """Text of so many bytes; or a list of keys, each of so many bytes at least."""
    if isinstance(wanted, dict):
        return [f"{name}-{i}".ljust(wanted.get("bytes", 0), "x") for i in range(wanted["keys"])]
    return name.encode("ascii", "replace")[:wanted].decode().ljust(wanted, "x")


def spin(seconds):
    """Uses a processor for so long, of this thread's own time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
