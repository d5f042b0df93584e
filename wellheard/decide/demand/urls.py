"""Addresses of asking about demand."""

from django.urls import URLPattern, URLResolver, path

from wellheard.decide.demand.views import still_needed

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/still-needed/<str:token>/", still_needed.still_needed, name="still_needed"),
    path("ideas/still-needed/", still_needed.asking, name="still_needed_asking"),
]
