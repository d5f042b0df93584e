"""Addresses of the support desk in figures."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.support import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("support/", views.support, name="support"),
    path("support/cases/", views.support_cases, name="support_cases"),
    path("support/contacts/", views.support_people, name="support_people"),
    path("support/file/", views.support_file, name="support_file"),
]
