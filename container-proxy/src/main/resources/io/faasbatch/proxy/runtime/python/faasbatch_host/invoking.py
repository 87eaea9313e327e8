"""Calls the handler for one invocation and turns what comes of it into the frame that reports it."""
import json
import types

from faasbatch_host import errors

_ENCODER = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def invoke(handler, text, context):
    """Returns (header, body) of the ``ended`` frame, without what only the host can add."""
    try:
        value = handler(json.loads(text), context)
        if isinstance(value, types.CoroutineType):
            value = _await(value)
    except BaseException as error:
        return failed(errors.describe(error)), b""
    try:
        return {"ok": True}, encode(value)
    except TypeError as error:
        return failed(errors.describe(error)), b""


def failed(error):
    return {"ok": False, "error": error}


def encode(value):
    """The value as JSON text.

    :raises TypeError: when it has none
    """
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"the value cannot be written as JSON: {errors.clean(str(error))}") from None


def _await(coroutine):
    import asyncio

    return asyncio.run(coroutine)
