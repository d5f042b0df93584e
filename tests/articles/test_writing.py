"""What becomes of an article: written beside what readers see, published, moved, taken back."""

from typing import Any

import pytest

from tests.articles.conftest import Publish
from tests.makers import make_area, make_contact, make_staff, make_team
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.articles import commands
from wellheard.listen.articles.commands import ArticleError, StaleArticleError
from wellheard.listen.articles.models import Article, ArticleRating, ArticleRedirect, ArticleText, WritingWish
from wellheard.listen.articles.queries import moved_to, texts_for
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import Subject
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def write(text: ArticleText, **new: Any) -> ArticleText:
    said = {"title": text.title, "summary": text.summary, "body": text.body, "slug": text.slug}
    return commands.write_text(
        article_id=text.article_id, language=text.language, version=text.version, by=None, **said | new
    )


def test_a_double_click_begins_one_article(writer: Staff) -> None:
    said: dict[str, Any] = {"title": "Export", "summary": "", "body": "Press it.", "language": "en", "by": writer}

    assert commands.write_article(**said) == commands.write_article(**said)
    assert Article.objects.count() == 1


def test_what_is_written_on_stays_unseen_until_it_is_published(published: Publish) -> None:
    text = published().texts.get()

    draft = write(text, body="Something else.")

    assert (draft.body.startswith("Open the app"), draft.draft_body, draft.has_draft) == (True, "Something else.", True)
    live = commands.publish_text(article_id=text.article_id, language="en", version=draft.version, by=None)
    assert (live.body, live.has_draft) == ("Something else.", False)
    assert list(live.article.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_writing_what_readers_see_already_leaves_no_draft(published: Publish) -> None:
    text = write(published().texts.get(), body="Something else.")

    assert not write(text).has_draft


def test_the_second_of_two_writers_is_told(published: Publish) -> None:
    text = published().texts.get()
    write(text, body="Mine.")

    with pytest.raises(StaleArticleError):
        commands.write_text(
            article_id=text.article_id, language="en", version=1, title="T", summary="", body="Yours.", by=None
        )
    assert text.article.texts.get().draft_body == "Mine."


def test_publishing_twice_is_publishing_once(published: Publish) -> None:
    article = published()

    commands.publish_text(article_id=article.pk, language="en", version=1, by=None)

    assert Fact.objects.filter(name="article.published").count() == 1
    assert article.versions.count() == 1


def test_nothing_is_published_without_a_text_or_unread(writer: Staff) -> None:
    article = commands.write_article(title="Export", summary="", body="", language="en", by=writer)
    with pytest.raises(ArticleError, match="Write the article"):
        commands.publish_text(article_id=article.pk, language="en", version=1, by=writer)
    with pytest.raises(StaleArticleError):
        commands.publish_text(article_id=article.pk, language="en", version=7, by=writer)


def test_an_earlier_address_leads_on_and_can_be_had_back(published: Publish) -> None:
    text = published().texts.get()
    assert text.slug == "work-without-a-signal"

    text = write(text, slug="Offline")
    text = commands.publish_text(article_id=text.article_id, language="en", version=text.version, by=None)
    found = moved_to("en", "work-without-a-signal")
    assert (text.slug, found and found.slug) == ("offline", "offline")

    text = write(text, slug="work-without-a-signal")
    commands.publish_text(article_id=text.article_id, language="en", version=text.version, by=None)
    assert list(ArticleRedirect.objects.values_list("slug", flat=True)) == ["offline"]


def test_two_articles_of_one_title_have_two_addresses(published: Publish, writer: Staff) -> None:
    first = published("离线工作", language="zh-hans")
    second = published("离线工作", "别的内容。", language="zh-hans")

    assert first.texts.get().slug == "离线工作"
    assert second.texts.get().slug == f"离线工作-{second.pk}"
    with pytest.raises(ArticleError, match="Another article"):
        write(second.texts.get(), slug="离线工作")


def test_an_earlier_version_comes_back_as_a_draft(published: Publish) -> None:
    text = write(published().texts.get(), body="Something else.")
    text = commands.publish_text(article_id=text.article_id, language="en", version=text.version, by=None)

    back = commands.bring_version_back(article_id=text.article_id, language="en", number=1, by=None)

    assert back.draft_body.startswith("Open the app")
    with pytest.raises(ArticleError, match="being written already"):
        commands.bring_version_back(article_id=text.article_id, language="en", number=1, by=None)


def test_a_reader_gets_their_language_else_the_original(published: Publish, translated: Any) -> None:
    article = published()
    translated(article, "de", "Ohne Netz arbeiten", "Einmal online öffnen.")

    read = {
        language: texts_for([article.pk], language=language)[article.pk].language for language in ("de", "de-at", "lt")
    }

    assert read == {"de": "de", "de-at": "de", "lt": "en"}
    commands.remove_text(article_id=article.pk, language="de")
    commands.remove_text(article_id=article.pk, language="de")
    original = moved_to("de", "ohne-netz-arbeiten")
    assert original
    assert original.language == "en"
    with pytest.raises(ArticleError, match="others were made from"):
        commands.remove_text(article_id=article.pk, language="en")


def test_an_article_whose_segment_is_gone_is_read_by_nobody(published: Publish) -> None:
    article = published(audience=Article.Audience.SEGMENT)

    assert not Article.objects.visible_to(None).exists()
    assert not Article.objects.visible_to(make_contact()).exists()
    with pytest.raises(ArticleError, match="Choose the segment"):
        commands.place_article(
            article_id=article.pk,
            version=1,
            area=None,
            section="",
            position=0,
            owner=None,
            audience="segment",
            segment=None,
        )


def test_an_article_nobody_looked_through_for_half_a_year_is_stale(published: Publish) -> None:
    article = published()
    Article.objects.update(reviewed_at=clock.now().replace(year=2020))
    assert Article.objects.stale().get().is_stale

    commands.review_article(article_id=article.pk)

    assert not Article.objects.stale().exists()


def test_each_reader_counts_once_and_may_change_their_mind(published: Publish) -> None:
    article, ada = published(), make_contact()

    for who in (
        {"contact": ada},
        {"contact": ada},
        {"contact": None, "visitor": "a"},
        {"contact": None, "visitor": "b"},
    ):
        commands.rate_article(article_id=article.pk, language="en", verdict="yes", **who)
    commands.rate_article(article_id=article.pk, language="en", verdict="no", contact=ada)

    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (2, 1)
    with pytest.raises(ArticleError):
        commands.rate_article(article_id=article.pk, language="en", verdict="maybe", contact=ada)


def test_words_beside_a_verdict_are_feedback_once(published: Publish) -> None:
    article, ada = published(), make_contact()
    rating = commands.rate_article(article_id=article.pk, language="en", verdict="no", contact=ada)

    for _click in range(2):
        commands.comment_on_article(rating_id=rating.pk, words="Where is the switch?", once="x", title="T", url="/u")

    said = Feedback.objects.get()
    assert (said.contact, said.source, said.origin) == (ada, "portal", "article")
    assert ArticleRating.objects.get().feedback == said


def test_a_missing_article_is_a_task_for_the_areas_team_until_it_is_there(writer: Staff) -> None:
    team = make_team()
    make_staff(role=Role.VIEWER).teams.add(team)
    writer.teams.add(team)
    area = make_area(team=team)

    wishes = [
        commands.wish_for_article(
            title="How do I export?", area=area, by=writer, source=Subject("conversation", number)
        )
        for number in (1, 2, 2)
    ]

    wish = WritingWish.objects.get(pk=wishes[0].pk)
    assert len(set(wishes)) == 1
    assert wish.source_count == 2
    assert Task.objects.open().get().assignee == writer
    article = commands.write_article(title="Export", summary="", body="Press it.", language="en", by=writer)
    commands.answer_wish(wish_id=wish.pk, article_id=article.pk, by=writer)
    assert WritingWish.objects.open().exists()
    commands.publish_text(article_id=article.pk, language="en", version=1, by=writer)
    wish.refresh_from_db()
    assert (wish.outcome, Task.objects.open().exists()) == ("written", False)


def test_a_wish_that_is_dropped_drops_its_task(writer: Staff) -> None:
    wish = commands.wish_for_article(title="How do I export?", area=None, by=writer)

    commands.drop_wish(wish_id=wish.pk)
    commands.drop_wish(wish_id=wish.pk)

    assert not WritingWish.objects.open().exists()
    assert Task.objects.get().dropped_at
