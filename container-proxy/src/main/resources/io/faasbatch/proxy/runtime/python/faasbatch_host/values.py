"""A tree of JSON and the parts beside it: values that are binary, or too large to be in the tree.

The body of a frame is the tree's text, then the parts; the header tells their places (JSON pointers) and lengths.
"""
import json

from faasbatch import Binary
from faasbatch_host import wire

_BYTES = (bytes, bytearray, memoryview)
_PLAIN = "application/octet-stream"
_TYPE_LIMIT = 256
_JSON = "application/json"

# As the proxy does it for other runtimes: how deep large values are looked for, and in how many children.
DEPTH = 3
CHILDREN_LIMIT = 1000
PARTS_LIMIT = 1000

# Bytes of JSON that one character, and one part's entry in a header without its name, have at most.
_LONGEST_CHARACTER = 6
_ENTRY = 640


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
    found = []
    try:
        text = encode(value)
    except HoldsBytes:
        value = _without_bytes(value, "", found)
        text = encode(value)
    if len(text) > wire.INLINE_LIMIT:
        text = encode(_lightened(value, text, "", 0, encode, found))
    if not found:
        return {}, [_fitting(text)]
    if len(found) > PARTS_LIMIT or sum(_ENTRY + 6 * len(at) for at, _, _ in found) > wire.HEADER_LIMIT:
        raise TooLarge(f"the output has {len(found)} large or binary values, too many or with too long names")
    parts = [{"at": at, "type": kind, "bytes": len(_fitting(data))} for at, kind, data in found]
    body = [_fitting(text), *(data for _, _, data in found)]
    if sum(map(len, body)) > wire.BODY_LIMIT:
        raise TooLarge(f"all of the output has at most {wire.BODY_LIMIT} bytes")
    return {"parts": parts}, body


def _lightened(value, text, at, depth, encode, found):
    """The value with None for what is large in it; or None, when it is large by many small values."""
    below = at + "/"
    fixed = any(place.startswith(below) for place, _, _ in found)
    before = len(found)
    rest, left = value, len(text)
    if depth < DEPTH and isinstance(value, (dict, list, tuple)) and len(value) <= CHILDREN_LIMIT:
        keys = value if isinstance(value, dict) else range(len(value))
        rest = dict(value) if isinstance(value, dict) else list(value)
        for key in keys:
            child = _text_if_large(value[key], encode)
            if child:
                rest[key] = _lightened(value[key], child, below + _step(key), depth + 1, encode, found)
        left = len(encode(rest))
    if fixed or left <= wire.INLINE_LIMIT:
        return rest
    del found[before:]
    found.append((at, _JSON, text))
    return None


def _text_if_large(value, encode):
    """None for most values, without looking at all of them."""
    if isinstance(value, str):
        if len(value) * _LONGEST_CHARACTER <= wire.INLINE_LIMIT:
            return None
    elif not isinstance(value, (dict, list, tuple)):
        return None
    text = encode(value)
    return text if len(text) > wire.INLINE_LIMIT else None


def _fitting(data):
    if len(data) > wire.VALUE_LIMIT:
        raise TooLarge(f"a value of the output has {len(data)} bytes, at most {wire.VALUE_LIMIT} are allowed")
    return data


def _without_bytes(value, at, found):
    if isinstance(value, _BYTES):
        data = value if isinstance(value, bytes) else bytes(value)
        found.append((at, str(getattr(value, "content_type", _PLAIN))[:_TYPE_LIMIT], data))
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
