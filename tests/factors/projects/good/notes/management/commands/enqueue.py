from django.core.management.base import BaseCommand
from notes.models import Job


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("seconds", type=float)

    def handle(self, *args, **options):
        Job.objects.create(name=options["name"], seconds=options["seconds"])
