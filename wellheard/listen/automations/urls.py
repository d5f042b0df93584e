"""Addresses of automations."""

from django.urls import URLPattern, URLResolver, path

from wellheard.listen.automations import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/automations/", views.automations, name="settings_automations"),
    path("settings/automations/new/", views.automation_new, name="settings_automation_new"),
    path("settings/automations/<int:automation_id>/", views.automation, name="settings_automation"),
    path(
        "settings/automations/<int:automation_id>/switching/",
        views.automation_switching,
        name="settings_automation_switching",
    ),
    path(
        "settings/automations/<int:automation_id>/removal/",
        views.automation_removal,
        name="settings_automation_removal",
    ),
]
