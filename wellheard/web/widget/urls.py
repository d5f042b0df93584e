"""Addresses of the tab's contract."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.widget.views import (
    becoming,
    beginning,
    frame,
    ideas,
    playground,
    reaching,
    reading,
    saying,
    scripts,
    surveys,
)
from wellheard.web.widget.views.answering import answering

V1 = "widget/v1/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/widget/", playground.playground, name="settings_widget"),
    path("settings/widget/key/", playground.playground_key, name="settings_widget_key"),
    path("settings/widget/page/", playground.host_page, name="settings_widget_page"),
    path("widget/frame", frame.widget_frame, name="widget_frame"),
    path("widget/<str:name>", scripts.widget_script, name="widget_script"),
    path(f"{V1}hello", answering(POST=beginning.hello), name="widget_hello"),
    path(f"{V1}find", answering(POST=saying.find), name="widget_find"),
    path(f"{V1}find/<str:key>/opened", answering(POST=saying.opened), name="widget_find_opened"),
    path(f"{V1}find/<str:key>/solved", answering(POST=saying.solved), name="widget_find_solved"),
    path(f"{V1}said", answering(POST=saying.said), name="widget_said"),
    path(f"{V1}email", answering(POST=reaching.email), name="widget_email"),
    path(f"{V1}email/proof", answering(POST=reaching.proof), name="widget_email_proof"),
    path(f"{V1}screenshots", answering(POST=saying.screenshots), name="widget_screenshots"),
    path(f"{V1}ideas", answering(GET=ideas.listed), name="widget_ideas"),
    path(f"{V1}ideas/<int:idea_id>", answering(GET=ideas.shown), name="widget_idea"),
    path(f"{V1}ideas/<int:idea_id>/vote", answering(POST=ideas.wanted, DELETE=ideas.unwanted), name="widget_vote"),
    path(f"{V1}mine", answering(GET=becoming.mine), name="widget_mine"),
    path(f"{V1}mine/read", answering(POST=becoming.read), name="widget_read"),
    path(f"{V1}conversations", answering(GET=becoming.conversations), name="widget_conversations"),
    path(
        f"{V1}conversations/<int:conversation_id>",
        answering(GET=becoming.conversation, POST=becoming.reply),
        name="widget_conversation",
    ),
    path(f"{V1}conversations/<int:conversation_id>/read", answering(POST=becoming.seen), name="widget_seen"),
    path(f"{V1}changelog", answering(GET=reading.changelog), name="widget_changelog"),
    path(f"{V1}articles/<int:article_id>", answering(GET=reading.article), name="widget_article"),
    path(f"{V1}articles/<int:article_id>/rated", answering(POST=reading.rated), name="widget_rated"),
    path(f"{V1}events", answering(POST=surveys.events), name="widget_events"),
    path(f"{V1}surveys/<str:display>/shown", answering(POST=surveys.shown), name="widget_survey_shown"),
    path(f"{V1}surveys/<str:display>/started", answering(POST=surveys.started), name="widget_survey_started"),
    path(f"{V1}surveys/<str:display>/dismissed", answering(POST=surveys.dismissed), name="widget_survey_dismissed"),
    path(f"{V1}surveys/<str:display>/answered", answering(POST=surveys.answered), name="widget_survey_answered"),
    path(f"{V1}pictures/<str:token>/<str:name>", reading.picture, name="widget_picture"),
]
