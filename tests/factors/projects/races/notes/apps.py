from django.apps import AppConfig
from django.db.models.signals import post_migrate


def fill(sender, **kwargs):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("insert into notes_note (id, text, picture) values (1, 'first', '')")


class NotesConfig(AppConfig):
    name = "notes"

    def ready(self):
        post_migrate.connect(fill, sender=self)
