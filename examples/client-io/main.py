"""Makes a client of a storage service and tells which one it got. Nothing is sent, so no network is needed."""

import time
import uuid

try:
    import boto3

    # Sessions finish their set-up on first use, which is not safe in several threads at once: done here, by a client
    # that is thrown away. Clients of a session that is set up may be made at the same time.
    boto3.setup_default_session()
    boto3.DEFAULT_SESSION.client(
        "s3", region_name="eu-central-1", aws_access_key_id="setup", aws_secret_access_key="setup"
    ).close()
except ImportError:
    boto3 = None
    import redis


def handle(input, context):
    started = time.perf_counter()
    client = make_client(input or {})
    millis = (time.perf_counter() - started) * 1000
    # setdefault is atomic: whoever comes first gives the object its name.
    identity = vars(client).setdefault("sample_identity", uuid.uuid4().hex)
    return {"client": identity, "kind": type(client).__name__, "creationMillis": round(millis, 3)}


def make_client(input):
    account = input.get("account", "sample")
    if boto3 is None:
        return redis.Redis(host="localhost", client_name=account)
    return boto3.client("s3", region_name="eu-central-1", aws_access_key_id=account, aws_secret_access_key="sample")
