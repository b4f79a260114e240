"""From the URL of a storage of files to Django's settings of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trebol.deploy.addresses import Address, address

EXAMPLE = "file:///folder or s3://key:secret@host/bucket?region=eu-west-1"
OPTIONS = ("region", "prefix", "addressing", "tls")


def storage(url: str) -> dict[str, Any]:
    """Return Django's settings of the storage at ``url``.

    ``file:///folder``, or what speaks S3 (``pip install trebol[s3]``): ``s3://key:secret@host:port/bucket``.
    Without a host it is AWS's own, without a key the machine's role. What follows a ``?``: ``region``;
    ``prefix``, of all names in the bucket; ``addressing``, ``path`` (as without it) or ``virtual``;
    ``tls=no`` for a host inside.

    Raises ``ValueError`` for any other scheme, for a URL without the folder's or the bucket's name, and for
    an option that there is not.
    """
    found = address(url, EXAMPLE)
    if found.scheme == "file" and not found.host and found.path:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": f"/{found.path}"},
        }
    if found.scheme == "s3":
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3(found)}
    raise ValueError(f"its scheme is {found.scheme!r}, or it says no folder; write {EXAMPLE}")


def s3(found: Address) -> dict[str, Any]:
    """Return the options of a bucket: what is kept there is for this server alone."""
    bucket = found.path.removesuffix("/")
    unknown = sorted(set(found.options) - set(OPTIONS))
    if unknown:
        raise ValueError(f"it has no option {unknown[0]!r}; there are {', '.join(OPTIONS)}")
    if not bucket or "/" in bucket:
        raise ValueError(f"it names no bucket; write {EXAMPLE}, with / of a secret quoted (%2F)")
    if bool(found.user) != bool(found.password):
        raise ValueError(f"it has a key without its secret, or the other way about; write {EXAMPLE}")
    said, style = found.options, "path" if found.host else "auto"
    return {
        "bucket_name": bucket,
        "access_key": found.user or None,
        "secret_key": found.password or None,
        "endpoint_url": endpoint_of(found),
        "region_name": said.get("region"),
        "addressing_style": chosen(said, "addressing", ("path", "virtual"))
        if "addressing" in said
        else style,
        "location": said.get("prefix", ""),
        "default_acl": None,  # private, and buckets may refuse the header
        "querystring_auth": True,
        "file_overwrite": False,
    }


def chosen(options: Mapping[str, str], name: str, among: tuple[str, ...]) -> str:
    """Return an option, the first of what it may be where it is not said."""
    said = options.get(name, among[0])
    if said not in among:
        raise ValueError(f"its option {name} is not {' or '.join(among)}")
    return said


def endpoint_of(found: Address) -> str | None:
    """Return the URL of a host that speaks S3; None for AWS's own."""
    if not found.host:
        return None
    scheme = "https" if chosen(found.options, "tls", ("yes", "no")) == "yes" else "http"
    host = f"[{found.host}]" if ":" in found.host else found.host
    return f"{scheme}://{host}" + (f":{found.port}" if found.port else "")
