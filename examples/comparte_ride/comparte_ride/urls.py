"""The addresses of Comparte Ride."""

from django.contrib import admin
from django.urls import include, path

from pages.sessions import staff_log_in

urlpatterns = [
    # Staff log in where everybody does: the admin's own form would count no attempts.
    path("admin/login/", staff_log_in),
    path("admin/", admin.site.urls),
    path("", include("pages.urls")),
    path("", include("trebol.deploy.health")),
    path("", include("trebol.urls")),
]

handler400 = "pages.refusals.bad_request"
handler403 = "pages.refusals.forbidden"
handler404 = "pages.refusals.not_found"
handler500 = "pages.refusals.broken"
