"""Addresses of joining companies and people."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.merges import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("companies/<int:company_id>/merge/", views.company_merge, name="company_merge"),
    path("contacts/<int:contact_id>/merge/", views.contact_merge, name="contact_merge"),
    path("merges/", views.merges, name="merges"),
    path("merges/<int:merge_id>/undoing/", views.merge_undoing, name="merge_undoing"),
]
