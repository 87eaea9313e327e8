"""Makes a client of a storage service and tells which one it got. Nothing is sent, so no network is needed."""

import time
import uuid

import boto3


def connect(region):
    """A session and a client of it, as the I/O function of the paper's artifact makes them."""
    return boto3.session.Session().client(
        "s3", region_name=region, aws_access_key_id="sample", aws_secret_access_key="sample"
    )


def handle(input, context):
    started = time.perf_counter()
    client = connect("eu-central-1")
    millis = (time.perf_counter() - started) * 1000
    # setdefault is atomic: whoever comes first gives the object its name.
    identity = vars(client).setdefault("sample_identity", uuid.uuid4().hex)
    return {"client": identity, "kind": type(client).__name__, "creationMillis": round(millis, 3)}
