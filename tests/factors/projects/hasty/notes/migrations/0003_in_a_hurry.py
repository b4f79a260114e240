from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0002_jobs")]
    operations = [
        migrations.AddField("note", "subtitle", models.TextField(null=True)),
        migrations.AddField("note", "language", models.CharField(max_length=2, default="en", db_default="en")),
        migrations.AddField("note", "stars", models.IntegerField(default=0)),
        migrations.RenameField("note", "text", "body"),
        migrations.RemoveField("job", "finished"),
        migrations.AlterField("job", "name", models.CharField(max_length=40, unique=True)),
        migrations.AddConstraint(
            "job", models.UniqueConstraint(fields=["name", "seconds"], name="job_once")
        ),
        migrations.DeleteModel("Period"),
        migrations.CreateModel(
            "Tag",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=20)),
            ],
        ),
    ]
