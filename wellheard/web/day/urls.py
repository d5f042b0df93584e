"""The address of whom to call."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.day import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("day/", views.day, name="day"),
]
