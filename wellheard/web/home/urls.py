"""Addresses of home and of the lists behind its numbers."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.home import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("loop/<slug:stage>/", views.loop_list, name="loop_list"),
]
