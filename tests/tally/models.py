"""A table in which tests count the effects of consumers and tasks."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One effect: who had it, on what, and a number of the test's own."""

    who = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    number = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.who} {self.key} {self.number}"
