"""Settings of GitHub, and where it sends its messages."""

from django.urls import URLPattern, URLResolver, path

from wellheard.connect.github.views import settings
from wellheard.connect.github.views.hook import hook

urlpatterns: list[URLPattern | URLResolver] = [
    path("hooks/github/<str:path>/", hook, name="github_hook"),
    path("settings/github/", settings.github, name="settings_github"),
    path("settings/github/<int:connection_id>/", settings.connection, name="settings_github_one"),
    path("settings/github/<int:connection_id>/test/", settings.test, name="settings_github_test"),
    path("settings/github/<int:connection_id>/secret/", settings.new_secret, name="settings_github_secret"),
    path("settings/github/<int:connection_id>/removal/", settings.removal, name="settings_github_removal"),
    path(
        "settings/github/<int:connection_id>/repositories/", settings.repositories, name="settings_github_repositories"
    ),
    path("settings/github/repositories/<int:repository_id>/", settings.repository, name="settings_github_repository"),
    path(
        "settings/github/repositories/<int:repository_id>/removal/",
        settings.repository_removal,
        name="settings_github_repository_removal",
    ),
    path("settings/github/arrivals/<int:arrival_id>/again/", settings.again, name="settings_github_again"),
]
