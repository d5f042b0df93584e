"""The address of every list as a file."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.exports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("exports/<slug:name>/", views.export, name="export"),
]
