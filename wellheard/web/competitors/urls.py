"""Addresses of the competitors."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.competitors import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("competitors/", views.competitors, name="competitors"),
    path("competitors/<int:competitor_id>/", views.competitor, name="competitor"),
    path("competitors/<int:competitor_id>/edit/", views.competitor_edit, name="competitor_edit"),
    path("competitors/<int:competitor_id>/joining/", views.competitor_joining, name="competitor_joining"),
    path("competitors/<int:competitor_id>/removing/", views.competitor_removing, name="competitor_removing"),
]
