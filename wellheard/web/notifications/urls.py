"""Addresses of notifications."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.notifications import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/reading/", views.reading, name="notifications_reading"),
    path("notifications/wishes/", views.wishes, name="notifications_wishes"),
    path("unsubscribe/staff/<str:token>/", views.stopping, name="notifications_stopping"),
]
