"""Addresses of the portal's look and of its settings."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.brand import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/portal/", views.settings_portal, name="settings_portal"),
    path("portal/look/<str:digest>.css", views.brand_css, name="brand_css"),
    path("portal/logo/<str:name>", views.brand_logo, name="brand_logo"),
]
