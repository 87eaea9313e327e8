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
        header, body = _answered(self._call({"verb": "get", "key": _checked(key)}), StoreError)
        return body if header["found"] else None

    def put_bytes(self, key, value):
        data = fitting(bytes(memoryview(value)))
        _answered(self._call({"verb": "put", "key": _checked(key)}, data), StoreError)


class HttpError(Exception):
    """A GET could not be made or answered."""


class HttpAnswer:
    """``headers`` are lists of values by name in lower case; ``body`` is bytes."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body)


class Http:
    """GET requests through the proxy, within the invocation's deadline.

    With ``coalesceHttp: true`` in the function's settings, requests of the same URL with the same headers that are under way at
    the same time in the container are one, also those of different processes.
    """

    def __init__(self, call):
        self._call = call

    def get(self, url, headers=None):
        named = {str(name): str(value) for name, value in (headers or {}).items()}
        header, body = _answered(self._call({"verb": "http", "url": str(url), "headers": named}), HttpError)
        return HttpAnswer(header["status"], header["headers"], body)


class Context:
    """One invocation as its function sees it."""

    def __init__(self, header, call):
        self.invocation_id = header["id"]
        self.execution_id = header["executionId"]
        self.step = header["step"]
        self.attempt = header["attempt"]
        self.deadline = datetime.datetime.fromtimestamp(header["deadline"], datetime.timezone.utc)
        self.store = Store(call)
        self.http = Http(call)
        self._deadline = header["deadline"]

    def remaining(self):
        """Seconds until the deadline; 0 when it has passed."""
        return max(0.0, self._deadline - time.time())


def _answered(answer, failure):
    """The ``value`` frame that answers a call, unless it tells of a failure."""
    if answer[0].get("error"):
        raise failure(answer[0]["error"])
    return answer


def _checked(key):
    if not isinstance(key, str):
        raise TypeError(f"a key of the store is a str, not a {type(key).__name__}")
    if not 1 <= len(key) <= KEY_LIMIT:
        raise ValueError(f"a key of the store has 1 to {KEY_LIMIT} characters, not {len(key)}")
    return key
