"""Makes a person who can log in: `people.py MANAGE_FOLDER SETTINGS_MODULE OUT NAME PASSWORD`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django
from django.contrib.auth import get_user_model

MANAGE, MODULE, OUT, NAME, PASSWORD = sys.argv[1:6]


def text_for(field: Any) -> str:
    """A value that a required field takes."""
    return f"{NAME}@example.org" if "email" in field.name or "Email" in type(field).__name__ else NAME


def make() -> dict[str, str]:
    """A user of the project's own model, a superuser where it has such."""
    django.setup()
    model: Any = get_user_model()
    names = [model.USERNAME_FIELD, *model.REQUIRED_FIELDS]
    said = {name: text_for(model._meta.get_field(name)) for name in names}
    manager = model._default_manager
    make_user = getattr(manager, "create_superuser", None) or getattr(manager, "create_user", None)
    if make_user is not None:
        make_user(**said, password=PASSWORD)
    else:
        person = model(**said)
        person.set_password(PASSWORD)
        person.save()
    return {"username": said[model.USERNAME_FIELD]}


sys.path[0] = os.path.abspath(MANAGE)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", MODULE)
person = make()
with open(OUT, "w") as out:
    json.dump(person, out)
