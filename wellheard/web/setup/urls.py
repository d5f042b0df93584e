"""Addresses of setting up."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.setup import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", views.overview, name="settings"),
    path("settings/setting-up/", views.setting_up, name="setting_up"),
    path("settings/setting-up/test-mail/", views.test_mail, name="test_mail"),
    path("settings/setting-up/test-mail/state/", views.test_mail_state, name="test_mail_state"),
    path("settings/setting-up/checklist/hiding/", views.checklist_hiding, name="checklist_hiding"),
    path("settings/setting-up/<slug:key>/", views.setting_up_step, name="setting_up_step"),
    path("settings/setting-up/<slug:key>/skipping/", views.setting_up_skip, name="setting_up_skip"),
]
