"""Addresses of companies and contacts."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.companies import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("companies/", views.companies, name="companies"),
    path("companies/<int:company_id>/", views.company, name="company"),
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/<int:contact_id>/", views.contact, name="contact"),
]
