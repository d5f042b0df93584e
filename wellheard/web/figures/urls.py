"""Addresses of the figures, their cases and their targets."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.figures import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("figures/", views.figures, name="figures"),
    path("figures/aims/", views.aims, name="aims"),
    path("figures/targets/", views.targets, name="targets"),
    path("figures/<slug:key>/", views.figure, name="figure"),
]
