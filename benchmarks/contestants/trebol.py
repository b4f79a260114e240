"""Trébol: one contract in three protocols, published as its guide says."""

from django.urls import include, path

urlpatterns = [path("", include("trebol.urls"))]
