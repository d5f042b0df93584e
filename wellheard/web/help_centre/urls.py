"""Addresses of the help centre on the portal."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.help_centre.views import feeds, reading, suggesting, verdicts

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/help/", reading.help_front, name="help_front"),
    path("portal/help/feed/", feeds.help_feed, name="help_feed"),
    path("portal/help/sitemap.xml", feeds.help_sitemap, name="help_sitemap"),
    path("portal/help/pictures/<int:image_id>/<str:name>", reading.help_picture, name="help_picture"),
    path("portal/help/suggestions/<int:article_id>/reading/", suggesting.help_reading, name="help_reading"),
    path("portal/help/suggestions/<int:article_id>/solved/", suggesting.help_solved, name="help_solved"),
    path("portal/help/<str:language>/<str:slug>/", reading.help_article, name="help_article"),
    path("portal/help/<str:language>/<str:slug>/rating/", verdicts.help_rating, name="help_rating"),
    path("portal/help/<str:language>/<str:slug>/comment/", verdicts.help_comment, name="help_comment"),
]
