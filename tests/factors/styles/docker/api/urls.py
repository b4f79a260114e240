from django.urls import path
from things.views import health, things

urlpatterns = [path("", things), path("healthz", health)]
