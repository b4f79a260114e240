import signal
import threading
import time

from django.core.management.base import BaseCommand
from notes.models import Period

SECONDS = 2
stop = threading.Event()


class Command(BaseCommand):
    help = "Begins the periodic job once a period, however many schedulers there are."

    def handle(self, *args, **options):
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        while not stop.wait(0.2):
            Period.objects.get_or_create(number=int(time.time() / SECONDS))
