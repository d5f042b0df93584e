"""The page that describes the API, beside the description that programs read."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.programs import views

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/docs", views.api_docs, name="api_docs")]
