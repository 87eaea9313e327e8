"""A tree of JSON and the parts beside it: values that are binary, or too large to be in the tree.

The body of a frame is the tree's text, then the parts; the header tells their places (JSON pointers) and lengths.
"""
import json

from faasbatch import Binary
from faasbatch_host import wire

_BYTES = (bytes, bytearray, memoryview)
_PLAIN = "application/octet-stream"


class HoldsBytes(TypeError):
    """The value has bytes in it, so its text alone is not enough."""


class TooLarge(Exception):
    """An output, or a part of it, is larger than it may be."""


def read(header, body):
    """The input of a ``run`` frame as its function sees it."""
    parts = header.get("parts")
    if not parts:
        return json.loads(body)
    view = memoryview(body)
    start = len(body) - sum(part["bytes"] for part in parts)
    value = json.loads(bytes(view[:start]))
    for part in parts:
        end = start + part["bytes"]
        data = bytes(view[start:end])
        value = _put(value, part["at"], json.loads(data) if part["json"] else Binary(data, part["type"]))
        start = end
    return value


def _put(tree, pointer, value):
    if not pointer:
        return value
    *parents, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/"))
    at = tree
    for step in parents:
        at = at[_place(at, step)]
    at[_place(at, last)] = value
    return tree


def _place(container, step):
    return int(step) if isinstance(container, list) else step


def write(value, encode):
    """The output as (header fields, list of the body's bytes).

    :param encode: gives a value's JSON text; raises HoldsBytes where it has bytes
    """
    try:
        return {}, [_fitting(encode(value))]
    except HoldsBytes:
        found = []
        text = encode(_without_bytes(value, "", found))
    parts = [{"at": at, "type": kind, "bytes": len(_fitting(data))} for at, kind, data in found]
    body = [_fitting(text), *(data for _, _, data in found)]
    if sum(map(len, body)) > wire.BODY_LIMIT:
        raise TooLarge(f"all of the output has at most {wire.BODY_LIMIT} bytes")
    return {"parts": parts}, body


def _fitting(data):
    if len(data) > wire.VALUE_LIMIT:
        raise TooLarge(f"a value of the output has {len(data)} bytes, at most {wire.VALUE_LIMIT} are allowed")
    return data


def _without_bytes(value, at, found):
    if isinstance(value, _BYTES):
        data = value if isinstance(value, bytes) else bytes(value)
        found.append((at, str(getattr(value, "content_type", _PLAIN)), data))
        return None
    if isinstance(value, dict):
        return {key: _without_bytes(one, f"{at}/{_step(key)}", found) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_bytes(one, f"{at}/{index}", found) for index, one in enumerate(value)]
    return value


def _step(key):
    """The key as JSON has it, which makes a text of each."""
    text = key if isinstance(key, str) else next(iter(json.loads(json.dumps({key: 0}))))
    return text.replace("~", "~0").replace("/", "~1")
