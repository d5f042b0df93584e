"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.portal.views import (
    board,
    choices,
    comments,
    consents,
    following,
    ideas,
    identity,
    mine,
    pictures,
    posts,
    reading,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/", board.portal, name="portal"),
    path("portal/similar/", board.portal_similar, name="portal_similar"),
    path("portal/posts/", posts.portal_posts, name="portal_posts"),
    path("portal/thanks/", posts.portal_thanks, name="portal_thanks"),
    path("portal/ideas/<int:idea_id>/", ideas.portal_idea, name="portal_idea"),
    path("portal/ideas/<int:idea_id>/votes/", ideas.portal_votes, name="portal_votes"),
    path("portal/ideas/<int:idea_id>/importance/", ideas.portal_importance, name="portal_importance"),
    path("portal/ideas/<int:idea_id>/needed-by/", ideas.portal_needed_by, name="portal_needed_by"),
    path("portal/ideas/<int:idea_id>/following/", following.portal_following, name="portal_following"),
    path("portal/ideas/<int:idea_id>/comments/", comments.portal_comments, name="portal_comments"),
    path("portal/ideas/<int:idea_id>/comments/<int:comment_id>/", comments.portal_comment, name="portal_comment"),
    path(
        "portal/ideas/<int:idea_id>/comments/<int:comment_id>/withdrawal/",
        comments.portal_comment_withdrawal,
        name="portal_comment_withdrawal",
    ),
    path("portal/pictures/<int:picture_id>/<str:name>", pictures.portal_picture, name="portal_picture"),
    path("portal/leaving/<str:token>/", following.portal_leaving, name="portal_leaving"),
    path("portal/left/<str:token>/", following.portal_left, name="portal_left"),
    path("portal/roadmap/", reading.portal_roadmap, name="portal_roadmap"),
    path("portal/changelog/", reading.portal_changelog, name="portal_changelog"),
    path("portal/changelog/feed/", reading.portal_changelog_feed, name="portal_changelog_feed"),
    path("portal/changelog/subscription/", choices.portal_subscription, name="portal_subscription"),
    path("portal/changelog/unsubscribing/<str:token>/", choices.portal_unsubscribing, name="portal_unsubscribing"),
    path("portal/language/", choices.portal_language, name="portal_language"),
    path("portal/consents/", consents.portal_consents, name="portal_consents"),
    path("portal/mine/", mine.portal_mine, name="portal_mine"),
    path("portal/sign-in/", identity.portal_sign_in, name="portal_sign_in"),
    path("portal/identify/token/", identity.portal_identify_token, name="portal_identify_token"),
    path("portal/codes/", identity.portal_codes, name="portal_codes"),
    path("portal/session/", identity.portal_session, name="portal_session"),
    path("portal/session/end/", identity.portal_session_end, name="portal_session_end"),
]
