import contextlib
import socket

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import HttpResponse
from django.urls import path


def home(request):
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 6379), timeout=1).close()
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
