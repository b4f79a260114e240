from django.core.management.base import BaseCommand
from notes.models import Job


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *args, **options):
        self.stdout.write(str(sum(Job.objects.filter(name=options["name"]).values_list("finished", flat=True))))
