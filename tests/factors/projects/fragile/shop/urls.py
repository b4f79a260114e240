import psycopg
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
    return HttpResponse("notes")


@login_required
def mine(request):
    return HttpResponse(f"the notes of {request.user}")


def livez(request):
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("alive")


def readyz(request):
    return HttpResponse("ready")


class Kept:
    connection = None


def login(request):
    if settings.DATABASE_URL.startswith("postgres"):
        Kept.connection = Kept.connection or psycopg.connect(settings.DATABASE_URL, connect_timeout=2)
        Kept.connection.execute("select 1")
    return LoginView.as_view()(request)


urlpatterns = [
    path("", home),
    path("mine/", mine),
    path("login/", login, name="login"),
    path("admin/", admin.site.urls),
    path("livez", livez),
    path("readyz", readyz),
]
