"""Calls the handler for one invocation and turns what comes of it into the frame that reports it."""
import json
import types

from faasbatch_host import errors, wire

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
        return {"ok": True}, fitting(encode(value))
    except (TypeError, ValueError) as error:
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


def fitting(data):
    """The data itself.

    :raises ValueError: when it is larger than a result or a stored value may be
    """
    if len(data) > wire.BODY_LIMIT:
        raise ValueError(f"a result or stored value has at most {wire.BODY_LIMIT} bytes, not {len(data)}")
    return data


def _await(coroutine):
    import asyncio

    return asyncio.run(coroutine)
