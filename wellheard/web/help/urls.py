"""Addresses of help."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.help import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", views.help_list, name="help"),
    path("help/pictures/<str:name>", views.help_picture, name="help_picture"),
    path("help/<slug:name>/", views.help_page, name="help_page"),
]
