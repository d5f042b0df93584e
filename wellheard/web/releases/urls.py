"""Addresses of releases."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.releases.views import releases, translations

urlpatterns: list[URLPattern | URLResolver] = [
    path("releases/", releases.releases, name="releases"),
    path("releases/new/", releases.release_new, name="release_new"),
    path("releases/<int:release_id>/", releases.release, name="release"),
    path("releases/<int:release_id>/edit/", releases.release_edit, name="release_edit"),
    path("releases/<int:release_id>/publishing/", releases.publishing, name="release_publishing"),
    path(
        "releases/<int:release_id>/translations/<slug:language>/", translations.translation, name="release_translation"
    ),
    path(
        "releases/<int:release_id>/translations/<slug:language>/removal/",
        translations.translation_removal,
        name="release_translation_removal",
    ),
]
