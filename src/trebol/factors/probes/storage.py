"""Keeps a file, or reads it: `storage.py MANAGE_FOLDER SETTINGS_MODULE OUT save|read NAME`."""

from __future__ import annotations

import json
import os
import sys

import django
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

MANAGE, MODULE, OUT, ACTION, NAME = sys.argv[1:6]
TEXT = b"kept by trebol factors"


def act() -> dict[str, str]:
    """The name under which the file was kept, or the text that was read."""
    django.setup()
    if ACTION == "save":
        return {"name": default_storage.save(NAME, ContentFile(TEXT))}
    if not default_storage.exists(NAME):
        return {"text": ""}
    with default_storage.open(NAME) as file:
        text = file.read().decode()
    default_storage.delete(NAME)
    return {"text": text}


sys.path[0] = os.path.abspath(MANAGE)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", MODULE)
said = act()
with open(OUT, "w") as out:
    json.dump(said, out)
