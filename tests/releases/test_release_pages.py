"""Releases: drafted, read as customers will read them, published once, and who was told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.ideas.scenes import HOSTILE, ask
from tests.makers import make_company, make_contact, make_feedback, make_idea, make_product, make_staff
from wellheard.answer.commands import mark_told
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback, publish_idea
from wellheard.decide.models import Idea
from wellheard.deliver.commands import draft_release, edit_release, publish_release
from wellheard.deliver.models import Release
from wellheard.foundation.facts.models import Fact
from wellheard.listen.commands import publish_feedback
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Run = Callable[[], None]


@pytest.fixture
def boss(signed_in: SignIn) -> Client:
    return signed_in(make_staff(name="Ines Calder", role=Role.PRODUCT))


@pytest.fixture
def viewer(signed_in: SignIn) -> Client:
    return signed_in(make_staff(role=Role.VIEWER))


def draft(*ideas: Idea, title: str = "Work offline", notes: str = "Sheets stay.") -> Release:
    return draft_release(title=title, notes=notes, idea_ids=[idea.pk for idea in ideas], by=None)


def typed(**fields: Any) -> dict[str, Any]:
    return {"title": "Work offline", "version_name": "", "product": "", "notes": "Sheets stay.", "save": "yes"} | fields


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_draft_is_kept_with_its_ideas(boss: Client) -> None:
    idea, product = make_idea(status=Idea.Status.PLANNED), make_product()

    response = boss.post("/releases/new/", typed(ideas=[idea.pk], version_name=" 8.3 ", product=product.pk))

    release = Release.objects.get()
    assert response["Location"] == f"/releases/{release.pk}/"
    assert (release.title, release.version_name, release.product) == ("Work offline", "8.3", product)
    assert release.made_by == Staff.objects.get(name="Ines Calder")
    assert list(release.ideas.all()) == [idea]


def test_a_double_click_keeps_one_draft(boss: Client) -> None:
    for _click in range(2):
        boss.post("/releases/new/", typed())

    assert Release.objects.count() == 1


def test_an_idea_comes_along_in_the_address(boss: Client) -> None:
    idea = make_idea("Work without a signal", status=Idea.Status.BUILDING)

    html = html_of(boss, f"/releases/new/?idea={idea.pk}")

    assert f'value="{idea.pk}" checked' in html
    for nonsense in ("x", "999999", "9" * 40, "-1"):
        assert boss.get(f"/releases/new/?idea={nonsense}").status_code == 200


def test_ideas_under_way_are_offered_and_others_found_without_losing_what_was_typed(boss: Client) -> None:
    chosen, other = make_idea("Chosen", status=Idea.Status.BUILDING), make_idea("Quiet hours")
    make_idea("Quiet already live", status=Idea.Status.SHIPPED)
    first = html_of(boss, "/releases/new/")
    assert "Chosen" in first
    assert "Quiet hours" not in first

    response = boss.post(
        "/releases/new/", typed(notes="Typed with care.", ideas=[chosen.pk], q="quiet", searched="", find="ideas")
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert not Release.objects.exists()
    assert "Typed with care." in html
    assert f'value="{chosen.pk}" checked' in html
    assert f'value="{other.pk}"' in html
    assert "Quiet already live" not in html


def test_enter_in_the_search_field_searches_and_elsewhere_saves(boss: Client) -> None:
    fields = typed()
    del fields["save"]

    assert boss.post("/releases/new/", fields | {"q": "quiet", "searched": ""}).status_code == 200
    assert not Release.objects.exists()
    assert boss.post("/releases/new/", fields | {"q": "quiet", "searched": "quiet"}).status_code == 302


def test_a_search_complains_of_nothing(boss: Client) -> None:
    html = boss.post("/releases/new/", {"title": "", "q": "x", "find": "ideas"}).content.decode()

    assert "to put right" not in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Give the release a title"),
        ({"title": "x" * 201}, "Use at most 200 characters"),
        ({"notes": "x" * 20_001}, "Use at most 20000 characters"),
        ({"version_name": "x" * 41}, "Use at most 40 characters"),
        ({"product": "999999"}, "This product does not exist any more"),
        ({"ideas": ["999999"]}, "One of the ideas is live already or does not exist"),
        ({"ideas": ["x"]}, "One of the ideas does not exist any more"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(boss: Client, fields: dict[str, Any], sentence: str) -> None:
    response = boss.post("/releases/new/", typed() | fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Release.objects.exists()


def test_what_is_live_is_not_put_into_another_release(boss: Client) -> None:
    live = make_idea(status=Idea.Status.SHIPPED)

    assert boss.post("/releases/new/", typed(ideas=[live.pk])).status_code == 422


def test_the_draft_is_shown_as_customers_will_read_it(viewer: Client, run_jobs: Callable[[], None]) -> None:
    idea = make_idea("Keep working without a signal")
    publish_idea(idea_id=idea.pk)
    company = make_company(name="Harbour Lift", mrr=2480)
    said = make_feedback("Half our lifts are in basements.", contact=make_contact(company=company), quotable="named")
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=make_staff())
    publish_feedback(feedback_id=said.pk)
    run_jobs()
    release = draft(idea, notes="Sheets stay.\n\nSee https://vendor.example/offline")

    html = html_of(viewer, f"/releases/{release.pk}/")

    for part in ("As customers will read it", "“Half our lifts are in basements.”", "Harbour Lift", "Sheets stay."):
        assert part in html
    assert 'href="https://vendor.example/offline"' in html
    assert "Publish</a>" not in html


def test_whoever_may_not_be_quoted_is_not_quoted(viewer: Client) -> None:
    idea = make_idea()
    publish_idea(idea_id=idea.pk)
    ask(idea, "Between us: it is a mess.")

    html = html_of(viewer, f"/releases/{draft(idea).pk}/")

    assert "Between us" not in html
    assert "allowed us to quote them" in html


def test_a_draft_is_changed_and_the_second_editor_sees_both_texts(boss: Client) -> None:
    one, two = make_idea("First idea", status=Idea.Status.PLANNED), make_idea("Second idea", status=Idea.Status.BETA)
    release = draft(one)
    edit_release(release_id=release.pk, version=1, title="Theirs", notes="Their notes.", idea_ids=[one.pk])

    mine = typed(title="Mine", version=1, ideas=[two.pk])
    refused = boss.post(f"/releases/{release.pk}/edit/", mine)
    html = refused.content.decode()

    assert refused.status_code == 422
    for part in ("Nothing is lost", "What was saved meanwhile", "Their notes.", "Theirs", 'value="Mine"', "First idea"):
        assert part in html
    assert boss.post(f"/releases/{release.pk}/edit/", mine | {"version": 2}).status_code == 302
    release.refresh_from_db()
    assert (release.title, list(release.ideas.all())) == ("Mine", [two])


def test_after_publication_only_the_words_change(boss: Client) -> None:
    idea = make_idea(status=Idea.Status.BUILDING)
    release = draft(idea)
    publish_release(release_id=release.pk)

    form = html_of(boss, f"/releases/{release.pk}/edit/")
    response = boss.post(f"/releases/{release.pk}/edit/", typed(notes="Better said.", version=1))

    assert "whoever asked for them was told" in form
    assert response.status_code == 302
    release.refresh_from_db()
    assert (release.notes, list(release.ideas.all())) == ("Better said.", [idea])


def test_before_publishing_the_first_answer_is_read(boss: Client, settings: Any) -> None:
    settings.HOLD_MINUTES = 45
    idea = make_idea("Keep working without a signal", status=Idea.Status.BUILDING)
    rich = make_contact(name="Anneke Visser", company=make_company(mrr=2480))
    for contact in (make_contact(company=make_company(mrr=10)), rich, make_contact(email="")):
        said = make_feedback(f"{contact.name} says so.", contact=contact)
        link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=None)
    release = draft(idea)

    for address in (f"/releases/{release.pk}/", f"/releases/{release.pk}/publishing/"):
        html = html_of(boss, address)
        for part in (
            "Tell 3 people that “Work offline” is here?",
            "2 get a mail in 45 minutes",
            "1 has no address we may write to",
            "“Anneke Visser says so.”",
            "so begins the one to Anneke Visser",
            "Hello Anneke,",
            "It is live: Keep working without a signal",
            "[a link of their own]",
        ):
            assert part in html
        assert "/solved/" not in html
    assert not Answer.objects.exists()
    assert not Fact.objects.filter(name="release.published").exists()


def test_publishing_ships_and_a_second_click_changes_nothing(boss: Client, run_jobs: Run) -> None:
    idea = make_idea(status=Idea.Status.BUILDING)
    ask(idea)
    release = draft(idea)

    for _click in range(2):
        response = boss.post(f"/releases/{release.pk}/publishing/", {"version": 1})
        assert response["Location"] == f"/releases/{release.pk}/"
    run_jobs()

    idea.refresh_from_db()
    assert idea.status == Idea.Status.SHIPPED
    assert Answer.objects.count() == 1
    assert Fact.objects.filter(name="release.published").count() == 1


@pytest.mark.parametrize("version", ["", "0", "7", "x", "9" * 30])
def test_only_what_was_read_is_published(boss: Client, version: str) -> None:
    release = draft(make_idea())

    response = boss.post(f"/releases/{release.pk}/publishing/", {"version": version}, follow=True)

    release.refresh_from_db()
    assert not release.is_published
    assert "Somebody else changed this release" in response.content.decode()


def test_a_release_without_notes_says_what_is_missing(boss: Client) -> None:
    release = draft(make_idea(), notes="")

    html = html_of(boss, f"/releases/{release.pk}/")
    response = boss.post(f"/releases/{release.pk}/publishing/", {"version": 1}, follow=True)

    assert "Nothing is written here yet" in html
    assert '<dialog class="dialog" id="publishing"' not in html
    assert "Write what is new" in response.content.decode()


def test_after_publication_the_page_says_who_has_heard(boss: Client, viewer: Client, run_jobs: Run) -> None:
    idea = make_idea(status=Idea.Status.BUILDING)
    ask(idea)
    ask(idea)
    release = draft(idea)
    publish_release(release_id=release.pk)
    run_jobs()
    mark_told(answer_id=Answer.objects.order_by("pk")[0].pk, how="by phone", by=make_staff())

    html = html_of(viewer, f"/releases/{release.pk}/")

    assert "“Work offline” is live" in html
    assert "1 of 2" in html
    assert f"/answers/?idea={idea.pk}" in html
    assert "1 of 2 told" in html_of(viewer, "/releases/")
    assert boss.get(f"/releases/{release.pk}/publishing/").status_code == 302


def test_the_list_shows_drafts_first_and_pages_what_is_live(viewer: Client) -> None:
    draft(title="Being prepared")
    for number in range(52):
        publish_release(release_id=draft(title=f"Release {number:02}").pk)

    first = html_of(viewer, "/releases/")
    further = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = html_of(viewer, f"/releases/{further}")

    assert "Being prepared" in first
    assert first.index("Release 51") < first.index("Release 50")
    assert "Release 01" not in first
    assert "Release 01" in second
    assert "Being prepared" not in second


def test_an_empty_list_says_what_will_stand_there(viewer: Client) -> None:
    assert "Nothing has gone live yet" in html_of(viewer, "/releases/")


def test_hostile_text_stays_text(boss: Client) -> None:
    idea = make_idea(HOSTILE[:200], status=Idea.Status.BUILDING)
    publish_idea(idea_id=idea.pk)
    said = make_feedback(HOSTILE, contact=make_contact(name=HOSTILE[:100]), quotable=Feedback.Quotable.NAMED)
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=make_staff())
    boss.post("/releases/new/", typed(title=HOSTILE[:200], notes=HOSTILE + "\x00", version_name="<b>", ideas=[idea.pk]))
    release = Release.objects.get()

    for address in (
        "/releases/",
        f"/releases/{release.pk}/",
        f"/releases/{release.pk}/edit/",
        f"/releases/{release.pk}/publishing/",
    ):
        html = html_of(boss, address)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert "\u202e" not in html.split("<main", 1)[1].replace(HOSTILE, "") or address != "/releases/"


def test_who_may_only_read_changes_nothing(viewer: Client, client: Client) -> None:
    release = draft(make_idea())

    assert "New release" not in html_of(viewer, "/releases/")
    for address in ("/releases/new/", f"/releases/{release.pk}/edit/", f"/releases/{release.pk}/publishing/"):
        assert viewer.get(address).status_code == 403
        assert viewer.post(address, typed(version=1)).status_code == 403
        assert client.post(address, typed(version=1)).status_code == 302
    release.refresh_from_db()
    assert (release.version, release.is_published, Release.objects.count()) == (1, False, 1)


def test_strangers_missing_releases_and_other_methods(client: Client, boss: Client) -> None:
    release = draft()

    assert client.get("/releases/").status_code == 302
    assert client.get(f"/releases/{release.pk}/").status_code == 302
    for page in ("", "edit/", "publishing/"):
        assert boss.get(f"/releases/{release.pk + 99}/{page}").status_code == 404
        assert boss.put(f"/releases/{release.pk}/{page}").status_code == 405
    assert boss.post("/releases/").status_code == 405
    assert boss.post(f"/releases/{release.pk}/").status_code == 405


def test_many_releases_take_as_many_queries_as_one(
    viewer: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    def one_more(number: int) -> None:
        draft(make_idea(), title=f"Draft {number}")
        publish_release(release_id=draft(make_idea(), make_idea(), title=f"Release {number}").pk)

    one_more(0)
    with django_assert_max_num_queries(15) as few:
        viewer.get("/releases/")
    for number in range(1, 20):
        one_more(number)
    with django_assert_num_queries(len(few)):
        viewer.get("/releases/")


def test_many_ideas_and_askers_in_a_release_take_as_many_queries_as_one(
    boss: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    one, many = make_idea(), [make_idea() for _number in range(20)]
    for idea in (one, *many):
        publish_idea(idea_id=idea.pk)
        ask(idea)
    small, large = draft(one, title="Small"), draft(*many, title="Large")

    for page in ("", "edit/", "publishing/"):
        with django_assert_max_num_queries(37) as few:
            boss.get(f"/releases/{small.pk}/{page}")
        with django_assert_num_queries(len(few)):
            boss.get(f"/releases/{large.pk}/{page}")
