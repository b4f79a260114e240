from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.urls import path


def home(request):
    cache.set("visits", cache.get("visits", 0) + 1)
    with open(settings.BASE_DIR / "visits.txt", "a") as visits:
        visits.write("one\n")
    return HttpResponse("notes")


@login_required
def mine(request):
    return HttpResponse(f"the notes of {request.user}")


def livez(request):
    return HttpResponse("alive")


def readyz(request):
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Exception:
        connection.close()
        return HttpResponse("no database", status=503)
    return HttpResponse("ready")


urlpatterns = [
    path("", home),
    path("mine/", mine),
    path("login/", LoginView.as_view(), name="login"),
    path("admin/", admin.site.urls),
    path("livez", livez),
    path("readyz", readyz),
]
