"""Addresses of the demo."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.demo import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/own-data/", views.own_data, name="own_data"),
    path("settings/own-data/demo/", views.demo_loading, name="demo_loading"),
]
