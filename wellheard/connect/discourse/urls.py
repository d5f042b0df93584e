"""Settings of forums, the answers they wait for, and where their messages arrive."""

from django.urls import URLPattern, URLResolver, path

from wellheard.connect.discourse.views import answers, settings
from wellheard.connect.discourse.views.hook import hook

urlpatterns: list[URLPattern | URLResolver] = [
    path("hooks/discourse/<str:path>/", hook, name="discourse_hook"),
    path("settings/discourse/", settings.forums, name="settings_discourse"),
    path("settings/discourse/<int:forum_id>/", settings.forum, name="settings_forum"),
    path("settings/discourse/<int:forum_id>/test/", settings.test, name="settings_forum_test"),
    path("settings/discourse/<int:forum_id>/secret/", settings.new_secret, name="settings_forum_secret"),
    path("settings/discourse/<int:forum_id>/removal/", settings.removal, name="settings_forum_removal"),
    path("answers/forum/", answers.answers, name="forum_answers"),
    path("answers/forum/<int:answer_id>/posting/", answers.posting, name="forum_answer_posting"),
    path("answers/forum/<int:answer_id>/dropping/", answers.dropping, name="forum_answer_dropping"),
]
