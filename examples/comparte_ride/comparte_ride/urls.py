"""The addresses of Comparte Ride."""

from django.urls import include, path

from accounts import pages

urlpatterns = [
    path("verify-email", pages.verify_email, name="verify_email"),
    path("", include("trebol.deploy.health")),
    path("", include("trebol.urls")),
]
