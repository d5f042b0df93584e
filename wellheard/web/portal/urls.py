"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.portal.views import board, ideas, identity, mine, posts, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/", board.portal, name="portal"),
    path("portal/similar/", board.portal_similar, name="portal_similar"),
    path("portal/posts/", posts.portal_posts, name="portal_posts"),
    path("portal/thanks/", posts.portal_thanks, name="portal_thanks"),
    path("portal/ideas/<int:idea_id>/", ideas.portal_idea, name="portal_idea"),
    path("portal/ideas/<int:idea_id>/votes/", ideas.portal_votes, name="portal_votes"),
    path("portal/ideas/<int:idea_id>/importance/", ideas.portal_importance, name="portal_importance"),
    path("portal/ideas/<int:idea_id>/stories/", ideas.portal_stories, name="portal_stories"),
    path("portal/roadmap/", reading.portal_roadmap, name="portal_roadmap"),
    path("portal/changelog/", reading.portal_changelog, name="portal_changelog"),
    path("portal/changelog/feed/", reading.portal_changelog_feed, name="portal_changelog_feed"),
    path("portal/mine/", mine.portal_mine, name="portal_mine"),
    path("portal/sign-in/", identity.portal_sign_in, name="portal_sign_in"),
    path("portal/codes/", identity.portal_codes, name="portal_codes"),
    path("portal/session/", identity.portal_session, name="portal_session"),
    path("portal/session/end/", identity.portal_session_end, name="portal_session_end"),
]
