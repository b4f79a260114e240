from django.db import migrations

from notes.models import Note


def name_them(apps, schema_editor):
    Note.objects.filter(body="").update(body="nameless")


class Migration(migrations.Migration):
    dependencies = [("notes", "0003_in_a_hurry")]
    operations = [
        migrations.RunPython(name_them, migrations.RunPython.noop),
    ]
