"""Addresses on which staff write articles."""

from django.urls import URLPattern, URLResolver, path

from wellheard.web.articles.views import articles, texts, versions, wishes

urlpatterns: list[URLPattern | URLResolver] = [
    path("articles/", articles.articles, name="articles"),
    path("articles/new/", articles.article_new, name="article_new"),
    path("articles/wishes/", wishes.wishes, name="article_wishes"),
    path("articles/wishes/<int:wish_id>/answer/", wishes.wish_answer, name="article_wish_answer"),
    path("articles/wishes/<int:wish_id>/dropping/", wishes.wish_dropping, name="article_wish_dropping"),
    path("articles/<int:article_id>/", articles.article, name="article"),
    path("articles/<int:article_id>/place/", articles.article_place, name="article_place"),
    path("articles/<int:article_id>/state/", articles.article_state, name="article_state"),
    path(
        "articles/<int:article_id>/pictures/<int:image_id>/removal/",
        articles.article_picture_removal,
        name="article_picture_removal",
    ),
    path("articles/<int:article_id>/texts/<slug:language>/", texts.text, name="article_text"),
    path("articles/<int:article_id>/texts/<slug:language>/preview/", texts.preview, name="article_preview"),
    path("articles/<int:article_id>/texts/<slug:language>/publishing/", texts.publishing, name="article_publishing"),
    path("articles/<int:article_id>/texts/<slug:language>/discarding/", texts.discarding, name="article_discarding"),
    path("articles/<int:article_id>/texts/<slug:language>/removal/", texts.removal, name="article_text_removal"),
    path("articles/<int:article_id>/texts/<slug:language>/versions/", versions.versions, name="article_versions"),
    path(
        "articles/<int:article_id>/texts/<slug:language>/versions/<int:number>/return/",
        versions.version_return,
        name="article_version_return",
    ),
]
