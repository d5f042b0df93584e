"""Addresses of usage."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.usage import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("usage/events/", views.events, name="usage_events"),
    path("settings/kept/", views.kept, name="settings_kept"),
    path("settings/kept/rules/", views.switch_rules, name="settings_kept_rules"),
    path("settings/kept/periods/", views.periods, name="settings_kept_periods"),
    path("settings/kept/patterns/<int:pattern_id>/removal/", views.pattern_removal, name="settings_kept_removal"),
    path("usage/events/placing/", views.place_events, name="usage_place_events"),
]
