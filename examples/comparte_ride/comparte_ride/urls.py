"""The addresses of Comparte Ride."""

from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("trebol.deploy.health")),
    path("", include("trebol.urls")),
]

handler400 = "pages.refusals.bad_request"
handler403 = "pages.refusals.forbidden"
handler404 = "pages.refusals.not_found"
handler500 = "pages.refusals.broken"
