"""Makes an S3 client and tells which one it got. Nothing is sent, so no network is needed."""

import time
import uuid

import boto3


def handle(input, context):
    started = time.perf_counter()
    client = boto3.client(
        "s3", region_name="eu-central-1", aws_access_key_id="sample", aws_secret_access_key="sample"
    )
    millis = (time.perf_counter() - started) * 1000
    # setdefault is atomic: whoever comes first gives the object its name.
    identity = vars(client).setdefault("sample_identity", uuid.uuid4().hex)
    return {"client": identity, "kind": type(client).__name__, "creationMillis": round(millis, 3)}
