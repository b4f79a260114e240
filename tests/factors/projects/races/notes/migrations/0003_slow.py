import time

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notes", "0002_jobs")]
    operations = [migrations.RunPython(lambda apps, schema: time.sleep(1))]
