from django.db import migrations, models

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ID,
                ("name", models.CharField(max_length=80, unique=True)),
                ("seconds", models.FloatField()),
                ("leased_until", models.FloatField(default=0)),
                ("finished", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(name="Period", fields=[ID, ("number", models.BigIntegerField(unique=True))]),
    ]
