"""Addresses of web/find."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.find import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("find/", views.find, name="find"),
    path("find/<slug:kind>/", views.find_all, name="find_all"),
]
