"""The addresses of the tables for other tools."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.bi import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("bi/", views.tables, name="bi_tables"),
    path("bi/<slug:name>.csv", views.table_file, name="bi_table_file"),
]
