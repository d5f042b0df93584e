"""Settings of webhooks."""

from django.urls import URLPattern, URLResolver, path

from wellheard.connect.webhooks import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/webhooks/", views.webhooks, name="settings_webhooks"),
    path("settings/webhooks/<int:endpoint_id>/", views.webhook, name="settings_webhook"),
    path("settings/webhooks/<int:endpoint_id>/rotation/", views.webhook_rotation, name="settings_webhook_rotation"),
    path("settings/webhooks/<int:endpoint_id>/test/", views.webhook_test, name="settings_webhook_test"),
    path("settings/webhooks/<int:endpoint_id>/switching/", views.webhook_switching, name="settings_webhook_switching"),
    path("settings/webhooks/<int:endpoint_id>/removal/", views.webhook_removal, name="settings_webhook_removal"),
    path(
        "settings/webhooks/deliveries/<int:delivery_id>/redelivery/",
        views.webhook_redelivery,
        name="settings_webhook_redelivery",
    ),
]
