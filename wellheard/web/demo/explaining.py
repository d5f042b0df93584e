"""The articles of the demo story: what Northwind explains once for everybody, in which languages, and whether it helped."""

from dataclasses import dataclass, field

from wellheard.listen.articles.commands import (
    new_key,
    note_opened,
    note_sent,
    note_shown,
    note_solved,
    publish_text,
    rate_article,
    wish_for_article,
    write_article,
    write_text,
)
from wellheard.listen.articles.models import Article, Showing, ShownSuggestion
from wellheard.listen.models import Feedback
from wellheard.web.demo.ideas import LANGUAGES
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import Story
from wellheard.workspace.commands import Subject

# Who said whether an article helped.
SHOWINGS = 42
READERS = ("Ruta Kazlauskas", "Dainius Mockus", "Niamh Keane", "Owen Tait", "Denise Walker")


@dataclass(frozen=True)
class StoryArticle:
    """An article of the story, published so many days ago; `texts` are those in other languages."""

    title: str
    summary: str
    section: str
    area: str
    by: str
    days: int
    body: str
    texts: dict[str, dict[str, str]] = field(default_factory=dict)


ARTICLES = tuple(StoryArticle(**told) for told in chapters("articles")["article"])


def explain(story: Story, told: StoryArticle) -> None:
    """Write an article, publish it in all its languages, and let some readers say whether it helped."""
    by = story.staff[told.by]
    article = write_article(
        title=told.title,
        summary=told.summary,
        body=told.body,
        language="en",
        by=by,
        area=story.areas[told.area],
        section=told.section,
    )
    publish_text(article_id=article.pk, language="en", version=1, by=by)
    for code, said in told.texts.items():
        language = LANGUAGES.get(code, code)
        text = write_text(article_id=article.pk, language=language, version=0, by=by, **said)
        publish_text(article_id=article.pk, language=language, version=text.version, by=by)
    for number, name in enumerate(READERS[: told.days % 3 + 3]):
        verdict = "yes" if (number + told.days + 1) % 4 else "no"
        rate_article(article_id=article.pk, language="en", verdict=verdict, contact=story.people[name])


def suggest(story: Story, number: int) -> None:  # noqa: ARG001 - as everything that happens
    """Let somebody see an article while they write; most need not write any more."""
    key = new_key()
    article = Article.objects.published().order_by("pk")[number % 2 : number % 2 + 1].first()
    if article is None:
        return
    note_shown(key=key, place=Showing.Place.PORTAL, language="en", article_ids=[article.pk], idea_ids=[])
    if number % 3:
        note_opened(key=key, kind=ShownSuggestion.Kind.ARTICLE, subject_id=article.pk)
    if number % 7 in {1, 4}:
        note_solved(key=key, article_id=article.pk)
    elif number % 7 in {0, 3, 5, 6}:
        note_sent(key=key)


def miss_one(story: Story) -> None:
    """Ask for an article that nobody has written yet, with what would have used it."""
    area = story.areas["Parts & stock"]
    for feedback in Feedback.objects.filter(area=area).order_by("pk")[:2]:
        wish_for_article(
            title="How do I count what is in a van?",
            area=area,
            by=story.staff["Priya Raman"],
            source=Subject("feedback", feedback.pk),
        )
