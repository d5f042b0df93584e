"""Addresses of asking how it went."""

from django.urls import URLPattern, URLResolver, path

from wellheard.listen.satisfaction import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("rate/<str:token>/", views.rate, name="rate"),
    path("kudos/", views.kudos, name="kudos"),
    path("settings/satisfaction/", views.satisfaction, name="settings_satisfaction"),
]
