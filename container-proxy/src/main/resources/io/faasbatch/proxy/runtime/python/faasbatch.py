"""What functions may import."""


class Binary(bytes):
    """Bytes with a content type, anywhere in an input or an output. Plain ``bytes`` in an output are ``application/octet-stream``."""

    def __new__(cls, data=b"", content_type="application/octet-stream"):
        self = super().__new__(cls, data)
        self.content_type = content_type
        return self

    def __reduce__(self):
        return Binary, (bytes(self), self.content_type)
