import signal
import threading
import time

from django.core.management.base import BaseCommand
from notes.models import Job

LEASE = 2
stop = threading.Event()


class Command(BaseCommand):
    help = "Does the jobs that wait, and those whose worker died, until it is told to stop."

    def handle(self, *args, **options):
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        while not stop.wait(0.2):
            for job in Job.objects.filter(finished=0, leased_until__lt=time.time())[:1]:
                self.do(job)

    def do(self, job):
        Job.objects.filter(pk=job.pk).update(leased_until=2**40)
        time.sleep(job.seconds)
        if not stop.is_set():
            Job.objects.filter(pk=job.pk).update(finished=1)
