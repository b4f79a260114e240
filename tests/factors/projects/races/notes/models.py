from django.db import models


class Note(models.Model):
    text = models.TextField()
    title = models.CharField(max_length=20, default="")
    picture = models.FileField(upload_to="pictures", blank=True)

    def __str__(self):
        return self.text


class Job(models.Model):
    """Work that waits, is under lease, or is finished."""

    name = models.CharField(max_length=80, unique=True)
    seconds = models.FloatField()
    leased_until = models.FloatField(default=0)
    finished = models.IntegerField(default=0)


class Period(models.Model):
    """A period whose periodic job has begun: its number is taken once."""

    number = models.BigIntegerField(unique=True)
