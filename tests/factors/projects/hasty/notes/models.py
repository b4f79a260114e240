from django.db import models


class Note(models.Model):
    body = models.TextField()
    subtitle = models.TextField(null=True)
    language = models.CharField(max_length=2, default="en", db_default="en")
    stars = models.IntegerField(default=0)
    picture = models.FileField(upload_to="pictures", blank=True)


class Job(models.Model):
    name = models.CharField(max_length=40, unique=True)
    seconds = models.FloatField()
    leased_until = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "seconds"], name="job_once")]


class Tag(models.Model):
    name = models.CharField(max_length=20)
