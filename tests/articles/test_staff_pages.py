"""The pages on which staff write articles."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.articles.conftest import Publish
from tests.makers import make_area, make_staff
from wellheard.listen.articles import commands
from wellheard.listen.articles.models import Article, ArticleImage, WritingWish
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def texts_page(article: Article) -> str:
    return f"/articles/{article.pk}/texts/en/"


def typed(**new: str) -> dict[str, str]:
    return {"title": "Work offline", "summary": "", "body": "It works.", "slug": "", "version": "1"} | new


def png() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "PNG")
    return SimpleUploadedFile("switch.png", file.getvalue(), "image/png")


def test_an_article_is_begun_written_and_published(signed_in: SignIn, writer: Staff) -> None:
    browser = signed_in(writer)
    begun = browser.post(
        "/articles/new/", {"title": "Export", "summary": "", "body": "", "language": "en", "area": "", "section": ""}
    )
    article = Article.objects.get()
    assert begun.headers["Location"] == texts_page(article)
    assert (
        "Write the article before" in browser.post(texts_page(article), typed(body="", publish="yes"), follow=True).text
    )

    browser.post(texts_page(article), typed(version="2", body="Press **it**.", publish="yes"))

    page = browser.get(f"/articles/{article.pk}/")
    assert "<strong>it</strong>" in page.text
    assert Article.objects.get().is_published


def test_a_viewer_reads_and_writes_nothing(signed_in: SignIn, published: Publish) -> None:
    article, browser = published(), signed_in(make_staff(role=Role.VIEWER))

    assert "Write on" not in browser.get(f"/articles/{article.pk}/").text
    assert browser.post(texts_page(article), typed()).status_code == 403
    assert browser.post(f"/articles/{article.pk}/state/", {"step": "hide"}).status_code == 403
    assert Article.objects.get().is_published


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in: SignIn, writer: Staff, published: Publish) -> None:
    article, browser = published(), signed_in(writer)

    page = browser.post(texts_page(article), typed(title=" ", body="My long text."))

    assert page.status_code == 422
    assert "Give the article a title" in page.text
    assert "My long text." in page.text
    assert browser.get("/articles/999/").status_code == 404
    assert browser.get(f"/articles/{article.pk}/texts/klingon/").status_code == 404
    assert browser.get(f"/articles/{article.pk}/texts/en/publishing/").status_code == 405


def test_the_second_of_two_editors_sees_both_texts(signed_in: SignIn, writer: Staff, published: Publish) -> None:
    article, browser = published(), signed_in(writer)
    browser.post(texts_page(article), typed(body="Theirs."))

    page = browser.post(texts_page(article), typed(body="Mine."))

    assert page.status_code == 422
    assert "Somebody else changed this article" in page.text
    assert "Theirs." in page.text
    assert "Mine." in page.text
    assert browser.post(texts_page(article), typed(body="Mine.", version="2")).status_code == 302


def test_a_preview_shows_markdown_and_no_markup_of_strangers(
    signed_in: SignIn, writer: Staff, published: Publish
) -> None:
    article, browser = published(), signed_in(writer)
    body = "# How\n\n<script>x</script> ![a spy](https://spy.example/p.gif)\n\n| a | b |\n|---|---|\n| 1 | 2 |"

    page = browser.post(f"{texts_page(article)}preview/", {"title": "T", "body": body})

    assert "<h2>How</h2>" in page.text
    assert "<script>" not in page.text
    assert "spy.example" not in page.text
    assert 'class="table"' in page.text


def test_a_picture_goes_into_the_text_with_what_it_shows(signed_in: SignIn, writer: Staff, published: Publish) -> None:
    article, browser = published(), signed_in(writer)

    refused = browser.post(texts_page(article), typed(look="picture") | {"picture": png()})
    page = browser.post(texts_page(article), typed(look="picture", shows="The switch") | {"picture": png()})

    image = ArticleImage.objects.get()
    assert "Say what the picture shows" in refused.text
    assert image.markdown in page.context["form"].initial["body"]
    assert f'<img src="{image.address}" alt="The switch"' in page.text
    assert browser.get(image.address).status_code == 200
    text = SimpleUploadedFile("a.png", b"no picture", "image/png")
    assert "no picture we can show" in browser.post(texts_page(article), typed(shows="x") | {"picture": text}).text


def test_the_list_says_what_is_stale_and_what_lacks_a_language(
    signed_in: SignIn, writer: Staff, published: Publish
) -> None:
    area = make_area(name="Planning")
    published("Plan a week", area=area)
    published("Send an invoice")
    browser = signed_in(writer)

    assert "Customers read 2 articles" in browser.get("/articles/").text
    narrowed = browser.get(f"/articles/?area={area.pk}")
    assert "Plan a week" in narrowed.text
    assert "Send an invoice" not in narrowed.text
    assert "No article fits" in browser.get("/articles/?missing=en").text
    assert "No article fits" in browser.get("/articles/?state=stale").text
    assert "No article fits" in browser.get("/articles/?state=archived").text
    assert browser.get("/articles/?area=x&state=x&missing=x&after=x").status_code == 200


def test_a_long_list_asks_the_database_no_more_often(
    signed_in: SignIn, writer: Staff, published: Publish, queries_of: Callable[[Client, str], int]
) -> None:
    published("Plan a week")
    browser = signed_in(writer)
    browser.get("/articles/")
    one = queries_of(browser, "/articles/")
    for number in range(20):
        commands.write_article(title=f"A{number}", summary="", body="x", language="en", by=writer)

    assert queries_of(browser, "/articles/") <= one


def test_versions_are_compared_and_brought_back(signed_in: SignIn, writer: Staff, published: Publish) -> None:
    article, browser = published(body="One line.\nKept."), signed_in(writer)
    browser.post(texts_page(article), typed(body="Another line.\nKept.", publish="yes"))

    page = browser.get(f"{texts_page(article)}versions/?number=1")
    assert "<del>One line.</del>" in page.text
    assert "<ins>Another line.</ins>" in page.text
    browser.post(f"{texts_page(article)}versions/1/return/")
    assert article.texts.get().draft_body == "One line.\nKept."
    assert browser.get(f"/articles/{article.pk}/texts/de/versions/").status_code == 404


def test_an_article_is_placed_hidden_archived_and_taken_out(
    signed_in: SignIn, writer: Staff, published: Publish
) -> None:
    article, browser = published(), signed_in(writer)
    place = {"version": "1", "section": "Start", "position": "3", "audience": "everybody", "area": "", "owner": ""}

    assert browser.post(f"/articles/{article.pk}/place/", place).status_code == 302
    assert browser.post(f"/articles/{article.pk}/place/", place | {"section": "End"}).status_code == 422
    for step, state in (("hide", "draft"), ("archive", "archived"), ("restore", "draft"), ("nonsense", "draft")):
        browser.post(f"/articles/{article.pk}/state/", {"step": step})
        assert Article.objects.get().state == state
    assert Article.objects.get().section == "Start"


def test_a_missing_article_is_asked_for_and_written(signed_in: SignIn, writer: Staff) -> None:
    browser = signed_in(writer)
    assert browser.post("/articles/wishes/", {"title": ""}).status_code == 422
    browser.post("/articles/wishes/", {"title": "How do I export?"})
    wish = WritingWish.objects.get()
    assert "How do I export?" in browser.get("/articles/wishes/").text

    said = {"title": "Export", "summary": "", "body": "Press it.", "language": "en", "area": "", "section": ""}
    browser.post(f"/articles/new/?wish={wish.pk}", said)
    browser.post(texts_page(Article.objects.get()), typed(version="1", publish="yes"))

    wish.refresh_from_db()
    assert wish.outcome == "written"
    assert "How do I export?" in browser.get("/articles/wishes/?view=closed").text
    browser.post(f"/articles/wishes/{wish.pk}/dropping/")
    browser.post("/articles/wishes/999/dropping/")
    browser.post(f"/articles/wishes/{wish.pk}/answer/", {"article": "x"})
    wish.refresh_from_db()
    assert wish.outcome == "written"
