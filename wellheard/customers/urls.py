"""Addresses of segments."""

from django.urls import URLPattern, URLResolver, path

from wellheard.customers.views import segments

urlpatterns: list[URLPattern | URLResolver] = [
    path("segments/", segments.segments, name="segments"),
    path("segments/new/", segments.segment_new, name="segment_new"),
    path("segments/count/", segments.count, name="segments_count"),
    path("segments/<int:segment_id>/", segments.segment, name="segment"),
    path("segments/<int:segment_id>/edit/", segments.segment_edit, name="segment_edit"),
    path("segments/<int:segment_id>/removal/", segments.removal, name="segment_removal"),
]
