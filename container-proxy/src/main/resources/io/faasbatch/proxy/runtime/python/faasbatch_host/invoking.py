"""Calls the handler for one invocation and turns what comes of it into the frame that reports it."""
import json
import types

from faasbatch_host import errors, values, wire


def _strange(value):
    """Called with what the encoder does not know."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise values.HoldsBytes(f"Object of type {type(value).__name__} is not JSON serializable")
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


_ENCODER = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"), default=_strange)


def invoke(handler, header, body, context):
    """Returns (header, list of the body's bytes) of the ``ended`` frame, without what only the host can add."""
    try:
        value = handler(values.read(header, body), context)
        if isinstance(value, types.CoroutineType):
            value = _await(value)
    except BaseException as error:
        return failed(errors.describe(error)), []
    try:
        more, parts = values.write(value, _text)
        return {"ok": True, **more}, parts
    except values.TooLarge as error:
        return failed(errors.described("OutputTooLarge", str(error))), []
    except (TypeError, ValueError, RecursionError) as error:
        return failed(errors.describe(error)), []


def failed(error):
    return {"ok": False, "error": error}


def encode(value):
    """The value as JSON text.

    :raises TypeError: when it has none
    """
    try:
        return _text(value)
    except values.HoldsBytes:
        raise TypeError("bytes cannot be written as JSON; the store takes them with put_bytes") from None


def _text(value):
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except values.HoldsBytes:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"the value cannot be written as JSON: {errors.clean(str(error))}") from None


def fitting(data):
    """The data itself.

    :raises ValueError: when it is larger than a stored value may be
    """
    if len(data) > wire.VALUE_LIMIT:
        raise ValueError(f"a stored value has at most {wire.VALUE_LIMIT} bytes, not {len(data)}")
    return data


def _await(coroutine):
    import asyncio

    return asyncio.run(coroutine)
