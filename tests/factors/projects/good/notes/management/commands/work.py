import signal
import threading

from django.core.management.base import BaseCommand

stop = threading.Event()


class Command(BaseCommand):
    help = "Does what waits to be done, until it is told to stop."

    def handle(self, *args, **options):
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        while not stop.wait(0.5):
            pass
