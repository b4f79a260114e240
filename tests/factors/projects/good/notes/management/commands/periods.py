from django.core.management.base import BaseCommand
from notes.models import Period


class Command(BaseCommand):
    def handle(self, *args, **options):
        self.stdout.write(str(Period.objects.count()))
