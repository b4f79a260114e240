"""The settings that mypy's Django plugin reads: those of the tests, and every application that is checked."""

from __future__ import annotations

from tests.settings import *  # noqa: F403 -- all of them, whatever they are called
from tests.settings import INSTALLED_APPS as TESTED

INSTALLED_APPS = [*TESTED, "benchmarks.rides"]
ROOT_URLCONF = "comparte_ride.urls"
