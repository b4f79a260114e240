"""The numbers of the rides' rules."""

from datetime import timedelta

MOST_SEATS = 15  # of a ride
NOTICE = timedelta(minutes=20)  # between offering a ride and its departure
REMINDER = timedelta(hours=1)  # before departure
BEST, WORST = 5, 1  # stars
