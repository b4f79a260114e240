"""The addresses of Comparte Ride."""

from accounts import pages
from django.urls import include, path

urlpatterns = [
    path("verify-email", pages.verify_email, name="verify_email"),
    path("", include("trebol.urls")),
]
