"""The tables behind the works: rides offered in circles, with their passengers."""

from django.db import models


class Circle(models.Model):
    """A group whose members share rides."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)
    city = models.CharField(max_length=80)
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.slug


class Ride(models.Model):
    """A ride offered inside a circle; its driver is the key of an account kept elsewhere."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="rides")
    driver = models.IntegerField()
    origin = models.CharField(max_length=120)
    destination = models.CharField(max_length=120)
    departs_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(default=4)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    notes = models.CharField(max_length=500, blank=True, default="")
    active = models.BooleanField(default=True)
    rating = models.FloatField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.origin} - {self.destination}"


class Passenger(models.Model):
    """Seats that one member takes in a ride; the member is the key of an account kept elsewhere."""

    ride = models.ForeignKey(Ride, models.CASCADE, related_name="seats_taken")
    member = models.IntegerField()
    seats = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.member} in {self.ride_id}"
