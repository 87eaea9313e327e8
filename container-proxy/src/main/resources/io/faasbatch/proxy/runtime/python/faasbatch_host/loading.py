"""Loads the function: environment, code folder, shared constructors, import, handler."""
import ctypes
import importlib
import os
import sys
import time

from faasbatch_host import errors, output


class Refused(Exception):
    """The function cannot be loaded; ``error`` says why."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.error = error


class Loaded:
    """The function and what belongs to it: its handler, its shared objects (or None), its sinks (thread isolation)."""

    def __init__(self, handler, registry):
        self.handler = handler
        self.registry = registry


def load_for(pipes, settings):
    """Loads the function and tells the proxy how that went; None when it was refused."""
    try:
        loaded = load(settings)
    except Refused as refused:
        pipes.write({"op": "refused", "error": refused.error})
        return None
    pipes.write({"op": "loaded"})
    return loaded


def load(settings):
    """Imports the function's module and returns it as ``Loaded``.

    :raises Refused: when the code or the settings are at fault
    """
    _prepare(settings)
    if settings["isolation"] == "thread":
        from faasbatch_host import routing

        routing.install()
    capture = output.Capture(settings["outputLimit"])
    try:
        loaded = _import(settings)
    except Refused as refused:
        _finish(capture)
        raise Refused(_with_output(refused.error, capture.output.text())) from None
    _finish(capture)
    printed = capture.output.text()
    if printed:
        os.write(2, printed.encode())
    return loaded


def _prepare(settings):
    for name in [name for name in os.environ if name.startswith("FAASBATCH_")]:
        del os.environ[name]
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ.update(settings["env"])
    time.tzset()
    sys.dont_write_bytecode = True
    os.chdir(settings["code"])
    sys.path.insert(0, settings["code"])


def _import(settings):
    module_name, _, name = settings["handler"].partition(":")
    if not module_name or not name:
        raise Refused(errors.described(
            "InvalidHandler", f"the handler must be written module:function, not {settings['handler']!r}"))
    registry = _registry(settings["shared"])
    try:
        module = importlib.import_module(module_name)
    except BaseException as error:
        raise Refused(errors.describe(error)) from None
    handler = getattr(module, name, None)
    if handler is None:
        raise Refused(errors.described(
            "MissingHandler", f"the module {module_name!r} has nothing called {name!r}"))
    if not callable(handler):
        raise Refused(errors.described(
            "InvalidHandler", f"{name!r} of the module {module_name!r} is a {type(handler).__name__}, not a function"))
    return Loaded(handler, registry)


def _registry(names):
    if not names:
        return None
    from faasbatch_host import sharing

    try:
        return sharing.intercept(names)
    except sharing.NotShareable as error:
        raise Refused(errors.described("SharedConstructor", str(error), error.stack)) from None


def _finish(capture):
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue  # the function closed or replaced it; then there is nothing to flush
    ctypes.CDLL(None).fflush(None)
    capture.close()


def _with_output(error, printed):
    if not printed:
        return error
    told = f"{error.get('stack', '')}\nwritten while it was loaded:\n{printed}"
    return {**error, "stack": told.lstrip()}
