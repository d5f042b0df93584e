"""Addresses of releases."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.releases import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("releases/", views.releases, name="releases"),
    path("releases/new/", views.release_new, name="release_new"),
    path("releases/<int:release_id>/", views.release, name="release"),
    path("releases/<int:release_id>/edit/", views.release_edit, name="release_edit"),
    path("releases/<int:release_id>/publishing/", views.publishing, name="release_publishing"),
]
