"""Addresses of the settings of sources."""

from django.urls import URLPattern, URLResolver, path

from wellheard.listen.sources import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/sources/", views.sources, name="settings_sources"),
    path("settings/sources/<int:source_id>/", views.source, name="settings_source"),
    path("settings/sources/<int:source_id>/pause/", views.source_pause, name="settings_source_pause"),
    path("settings/sources/<int:source_id>/resumption/", views.source_resumption, name="settings_source_resumption"),
    path("settings/sources/<int:source_id>/revocation/", views.source_revocation, name="settings_source_revocation"),
    path("settings/dead-letters/", views.dead_letters, name="settings_dead_letters"),
    path("settings/dead-letters/chosen/", views.dead_letters_chosen, name="settings_dead_letters_chosen"),
]
