import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db.models import F
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
        mine = Job.objects.filter(pk=job.pk, finished=0, leased_until=job.leased_until)
        if not mine.update(leased_until=time.time() + LEASE):
            return
        end = time.monotonic() + job.seconds
        while time.monotonic() < end:
            time.sleep(0.2)
            Job.objects.filter(pk=job.pk).update(leased_until=time.time() + LEASE)
        Job.objects.filter(pk=job.pk).update(finished=F("finished") + 1)
