"""What a function is given beside its input."""
import datetime
import json
import time

from faasbatch_host.invoking import encode, fitting

KEY_LIMIT = 512


class StoreError(Exception):
    """The store could not be read or written."""


class Store:
    """Intermediate data of the execution, kept in Redis; for a direct call, of the invocation.

    ``get`` and ``put`` are for JSON values, ``get_bytes`` and ``put_bytes`` for bytes. A JSON value is kept as its
    UTF-8 text, so that functions in other languages can read it. What is absent reads as None.
    """

    def __init__(self, call):
        self._call = call

    def get(self, key):
        data = self.get_bytes(key)
        return None if data is None else json.loads(data)

    def put(self, key, value):
        self.put_bytes(key, encode(value))

    def get_bytes(self, key):
        return self._call("get", _checked(key), b"")

    def put_bytes(self, key, value):
        self._call("put", _checked(key), fitting(bytes(memoryview(value))))


class Context:
    """One invocation as its function sees it."""

    def __init__(self, header, store):
        self.invocation_id = header["id"]
        self.execution_id = header["executionId"]
        self.step = header["step"]
        self.attempt = header["attempt"]
        self.deadline = datetime.datetime.fromtimestamp(header["deadline"], datetime.timezone.utc)
        self.store = store
        self._deadline = header["deadline"]

    def remaining(self):
        """Seconds until the deadline; 0 when it has passed."""
        return max(0.0, self._deadline - time.time())


def answer(header, body):
    """What a ``value`` frame means to the caller of the store."""
    if header.get("error"):
        raise StoreError(header["error"])
    return body if header["found"] else None


def _checked(key):
    if not isinstance(key, str):
        raise TypeError(f"a key of the store is a str, not a {type(key).__name__}")
    if not 1 <= len(key) <= KEY_LIMIT:
        raise ValueError(f"a key of the store has 1 to {KEY_LIMIT} characters, not {len(key)}")
    return key
