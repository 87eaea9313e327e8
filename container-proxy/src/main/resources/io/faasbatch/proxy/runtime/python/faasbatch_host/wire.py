"""Frames between the proxy, the host and the host's children.

A frame is two big-endian 32-bit lengths, a header (a JSON object that the host reads) and a body (bytes that it passes
on unread: inputs, outputs, stored values).

Proxy to host:
  load   handler, isolation, cpus, shared, env, code, outputLimit
  run    run, id, executionId, step, attempt, deadline (epoch seconds), parts; body: the input (see the module values)
  stop   run
  value  run, call, found, error; of http: status, headers; body: what was read
Host to proxy:
  loaded
  refused  error (type, message, stack)
  started  run
  ended    run, ok, stopped, error, logs, shared [created, reused], parts; body: the output
  call     run, call, verb (get, put, http), key; of http: url, headers; body: what is to be written
"""
import json
import os
import struct

_LENGTHS = struct.Struct(">II")
READ_SIZE = 1 << 16  # what a pipe holds; from twice as much on, each buffer would be mapped and unmapped by the kernel
HEADER_LIMIT = 1 << 20
INLINE_LIMIT = 64 << 10
VALUE_LIMIT = 64 << 20
BODY_LIMIT = 4 * VALUE_LIMIT


def encode(header, *body):
    text = json.dumps(header).encode()
    return b"".join((_LENGTHS.pack(len(text), sum(map(len, body))), text, *body))


def write_all(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


class Decoder:
    """Cuts a stream of bytes into frames. Raises ValueError where the stream can be none."""

    def __init__(self):
        self._data = bytearray()

    def feed(self, data):
        self._data += data

    def frames(self):
        """Yields (header, body) of every frame that is complete."""
        data = self._data
        while len(data) >= _LENGTHS.size:
            header, body = _LENGTHS.unpack_from(data)
            if header > HEADER_LIMIT or body > BODY_LIMIT:
                raise ValueError(f"no frame has a header of {header} and a body of {body} bytes")
            end = _LENGTHS.size + header + body
            if len(data) < end:
                return
            with memoryview(data) as view:
                head = bytes(view[_LENGTHS.size:_LENGTHS.size + header])
                rest = bytes(view[_LENGTHS.size + header:end])
            del data[:end]
            yield json.loads(head), rest


class Wire:
    """The host's two pipes to the proxy, on descriptors of their own where no print can reach them."""

    def __init__(self, source, sink):
        self.source = source
        self.sink = sink
        self._decoder = Decoder()

    @classmethod
    def take_over(cls):
        """Moves the pipes away from stdin and stdout: stdin becomes empty, stdout goes where stderr goes."""
        wire = cls(os.dup(0), os.dup(1))
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        os.dup2(2, 1)
        return wire

    def read(self):
        """Waits for data; returns the frames that are complete now, or None when the proxy has gone."""
        data = os.read(self.source, READ_SIZE)
        if not data:
            return None
        self._decoder.feed(data)
        return list(self._decoder.frames())

    def pending(self):
        """Frames that had been read together with an earlier one and not been taken."""
        return list(self._decoder.frames())

    def read_one(self):
        """Waits for one frame; None when the proxy has gone."""
        while True:
            for frame in self._decoder.frames():
                return frame
            data = os.read(self.source, READ_SIZE)
            if not data:
                return None
            self._decoder.feed(data)

    def close(self):
        for fd in (self.source, self.sink):
            os.close(fd)

    def write(self, header, *body):
        write_all(self.sink, encode(header, *body))
