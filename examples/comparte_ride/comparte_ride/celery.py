"""The entry of Celery's workers, where ``TASKS_URL`` names a broker: ``celery -A comparte_ride worker``."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comparte_ride.settings")

from trebol.celery import app as app
