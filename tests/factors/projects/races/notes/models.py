from django.db import models


class Note(models.Model):
    text = models.TextField()
    title = models.CharField(max_length=20, default="")
    picture = models.FileField(upload_to="pictures", blank=True)

    def __str__(self):
        return self.text
