"""Settings of systems of sales, and where they send their messages."""

from django.urls import URLPattern, URLResolver, path

from wellheard.connect.crm.views import meanings, settings
from wellheard.connect.crm.views.hook import hook

urlpatterns: list[URLPattern | URLResolver] = [
    path("hooks/crm/<str:path>/", hook, name="crm_hook"),
    path("settings/crm/", settings.crm, name="settings_crm"),
    path("settings/crm/new/<slug:system>/", settings.new, name="settings_crm_new"),
    path("settings/crm/<int:connection_id>/", settings.connection, name="settings_crm_one"),
    path("settings/crm/<int:connection_id>/test/", settings.test, name="settings_crm_test"),
    path("settings/crm/<int:connection_id>/pausing/", settings.pausing, name="settings_crm_pausing"),
    path("settings/crm/<int:connection_id>/secret/", settings.new_secret, name="settings_crm_secret"),
    path("settings/crm/<int:connection_id>/removal/", settings.removal, name="settings_crm_removal"),
    path("settings/crm/<int:connection_id>/fields/", meanings.fields, name="settings_crm_fields"),
    path("settings/crm/<int:connection_id>/stages/", meanings.stages, name="settings_crm_stages"),
    path("settings/crm/arrivals/<int:arrival_id>/again/", settings.again, name="settings_crm_again"),
    path("settings/crm/readings/<int:reading_id>/again/", settings.reading_again, name="settings_crm_reading_again"),
]
