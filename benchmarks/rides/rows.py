"""The tables filled for a run, and brought back to that state between the blocks of `create`."""

from typing import Any

from benchmarks import data
from benchmarks.messages import Circle, Ride
from benchmarks.rides import models


def load() -> None:
    """Fill the tables, which must be new: the keys are those that the database gives, from 1."""
    circles, rides = range(1, data.CIRCLES + 1), range(1, data.RIDES + 1)
    models.Circle.objects.bulk_create(models.Circle(**columns(data.circle(key))) for key in circles)
    models.Ride.objects.bulk_create(models.Ride(**columns(data.ride(key))) for key in rides)
    taken = (
        models.Passenger(ride_id=key, **data.fields(each)) for key in rides for each in data.passengers(key)
    )
    models.Passenger.objects.bulk_create(taken)


def columns(message: Circle | Ride) -> dict[str, Any]:
    """The fields of a message as the columns of its row, the key left to the database."""
    names = {"circle": "circle_id"}
    return {names.get(name, name): value for name, value in data.fields(message).items() if name != "id"}


def forget_created() -> None:
    """Take out the rides that `create` added, so that every block starts from the same table."""
    models.Ride.objects.filter(driver=data.NEW_RIDE.driver, origin=data.NEW_RIDE.origin).delete()
