"""From the URL of a storage of files to Django's settings of it, with a real server of S3's protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import boto3
import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.server import ThreadedMotoServer

from trebol.deploy.storage import storage

AWKWARD = "a/b+c=d@e:f?g#h%i&j k~ñ"
MAY_DO_ALL = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server on loopback that judges signatures; its host and port."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"{host}:{port}"
    running.stop()


@pytest.fixture
def key(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key whose secret has every awkward character, for a bucket named pictures."""
    there = {
        "endpoint_url": f"http://{server}", "region_name": "us-east-1",
        "aws_access_key_id": "x", "aws_secret_access_key": "x",
    }  # fmt: skip
    boto3.client("s3", **there).create_bucket(Bucket="pictures")
    users = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    users.create_user("us-east-1", "ana")
    users.put_user_policy("ana", "all", MAY_DO_ALL)
    made = users.create_access_key("ana")
    made.secret_access_key = AWKWARD
    monkeypatch.setattr("moto.core.responses.ActionAuthenticatorMixin.request_count", 0)
    monkeypatch.setattr("moto.settings.INITIAL_NO_AUTH_ACTION_COUNT", 0)
    return str(made.access_key_id)


def bucket(key: str, server: str, secret: str) -> Storage:
    url = f"s3://{key}:{quote(secret, safe='')}@{server}/pictures?tls=no&region=us-east-1&prefix=rides"
    return storages.create_storage(storage(url))


@pytest.mark.slow
def test_a_bucket_keeps_gives_and_deletes_files(key: str, server: str) -> None:
    kept = bucket(key, server, AWKWARD)
    name = kept.save("posters/a b.png", ContentFile(b"\x89PNG"))
    with kept.open(name) as file:
        assert file.read() == b"\x89PNG"
    kept.delete(name)
    with pytest.raises(FileNotFoundError):
        kept.open(name).read()
    with pytest.raises(ClientError, match="403"):  # so the secret was judged above
        bucket(key, server, "another").save("a.png", ContentFile(b"\x89PNG"))


def test_a_folder_is_named_by_its_path() -> None:
    made = storage("file:///var/a%20b")
    assert made["OPTIONS"] == {"location": "/var/a b"}
    assert made["BACKEND"] == "django.core.files.storage.FileSystemStorage"


@pytest.mark.parametrize(
    ("url", "endpoint", "style"),
    [
        ("s3://k:s@[::1]:9000/b?tls=no", "http://[::1]:9000", "path"),
        ("s3://k:s@minio.example/b?addressing=virtual", "https://minio.example", "virtual"),
        ("s3:///b?region=eu-west-1", None, "auto"),
    ],
)
def test_a_bucket_is_named_by_host_and_path(url: str, endpoint: str | None, style: str) -> None:
    options = storage(url)["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"]) == ("b", endpoint)
    assert options["addressing_style"] == style


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "write file:///folder"),
        ("ftp://host/x", "its scheme is 'ftp'"),
        ("file://", "no folder"),
        ("file://host/x", "no folder"),
        ("s3://k:s@host", "names no bucket"),
        ("s3://k:s@host/a/b", "names no bucket"),
        ("s3://k@host/b", "a key without its secret"),
        ("s3://k:a/b@host/b", "quoted"),
        ("s3://k:s@host/b?tls=maybe", "tls is not yes or no"),
        ("s3://k:s@host/b?acl=public", "no option 'acl'"),
    ],
)
def test_another_storage_is_refused_with_the_mend(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as refused:
        storage(url)
    assert "a/b@host" not in str(refused.value)
