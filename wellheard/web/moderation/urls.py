"""Addresses of the queue of posts."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.moderation import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("feedback/moderation/", views.moderation, name="moderation"),
    path("feedback/moderation/<int:step_id>/undoing/", views.undoing, name="moderation_undoing"),
]
