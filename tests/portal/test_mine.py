"""My feedback: what I said, what became of it, and what I was answered."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.answer.commands import send_all
from wellheard.customers.models import Contact
from wellheard.decide.commands import link_feedback, record_decision, translate_idea, vote
from wellheard.decide.models import Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.listen.commands import split_feedback
from wellheard.workspace.models import Staff


def _link(contact: Contact, idea: Idea, words: str = "We need it.") -> None:
    said = make_feedback(words, contact=contact)
    link_feedback(feedback_id=said.pk, idea_id=idea.pk, by=_somebody_here())


def _refuse(idea: Idea) -> None:
    record_decision(
        idea_id=idea.pk, version=idea.version, outcome="not_now", reason="Costs.", public_reason="Nine weeks.", by=None
    )


def test_a_stranger_is_asked_who_they_are(client: Client) -> None:
    assert client.get("/portal/mine/")["Location"] == "/portal/sign-in/"
    assert client.post("/portal/mine/").status_code == 405


def test_somebody_who_said_nothing_is_invited_to(visiting: Callable[[Contact], Client]) -> None:
    page = visiting(make_contact()).get("/portal/mine/").text

    assert "You have not told us anything yet" in page


def test_one_sees_all_of_ones_own_words_and_nobody_elses(visiting: Callable[[Contact], Client]) -> None:
    acme = make_company()
    ada, colleague = make_contact(company=acme), make_contact(company=acme)
    make_feedback("By mail, in March.", contact=ada, source="email")
    make_feedback("On the portal.", contact=ada)
    make_feedback("My colleague’s.", contact=colleague)

    page = visiting(ada).get("/portal/mine/").text

    assert "You told us 2 things" in page
    assert "By mail, in March." in page
    assert "On the portal." in page
    assert "colleague" not in page


def test_what_staff_wrote_about_somebody_is_not_shown_to_them(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    make_feedback("They will leave whatever we do.", contact=ada, voice="reported", source="lost_deal")

    assert "whatever we do" not in visiting(ada).get("/portal/mine/").text


def test_each_thing_shows_how_far_it_is_and_what_was_answered(
    visiting: Callable[[Contact], Client], run_jobs: Callable[[], None]
) -> None:
    ada = make_contact()
    idea = make_idea("SAP connection", is_public=True)
    _link(ada, idea, "Could you connect to SAP?")
    _refuse(idea)
    run_jobs()
    client = visiting(ada)
    assert "Not now: SAP connection" not in client.get("/portal/mine/").text

    send_all(idea_id=idea.pk)
    run_jobs()
    page = client.get("/portal/mine/")

    assert "Not now: SAP connection" in page.text
    assert "Nine weeks." in page.text
    (told,) = page.context["page"].items
    assert [str(step.title) for step in told.ways[0].steps] == ["Heard", "Understood", "Decided", "You heard back"]
    assert "Did it help?" not in page.text


def test_nothing_was_understood_before_it_was_said(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    idea = make_idea("SAP connection", is_public=True)
    Idea.objects.update(created_at=clock.now() - timedelta(days=40))
    _link(ada, idea, "Could you connect to SAP?")

    (told,) = visiting(ada).get("/portal/mine/").context["page"].items

    heard, understood = told.ways[0].steps[:2]
    assert understood.note == heard.note


def test_whether_it_helped_is_asked_until_they_said_so(
    visiting: Callable[[Contact], Client], run_jobs: Callable[[], None]
) -> None:
    ada = make_contact()
    idea = make_idea("Quiet hours", is_public=True)
    _link(ada, idea)
    publish_release(release_id=draft_release(title="4.2", notes="Quiet.", idea_ids=[idea.pk], by=None).pk)
    run_jobs()
    send_all(idea_id=idea.pk)
    run_jobs()
    client = visiting(ada)
    page = client.get("/portal/mine/")
    question = page.context["page"].items[0].answers[-1].question

    assert "Did it help?" in page.text
    assert client.get(question).status_code == 200
    client.post(question, {"solved": "yes"})
    assert "Did it help?" not in client.get("/portal/mine/").text


def test_a_private_idea_is_told_only_as_far_as_they_were_told(
    visiting: Callable[[Contact], Client], run_jobs: Callable[[], None]
) -> None:
    ada = make_contact()
    idea = make_idea("Secret plan")
    _link(ada, idea)
    _refuse(idea)
    run_jobs()
    client = visiting(ada)
    page = client.get("/portal/mine/")
    assert "Secret plan" not in page.text
    assert [str(step.title) for step in page.context["page"].items[0].steps][1] == "Understood"

    send_all(idea_id=idea.pk)
    run_jobs()
    page = client.get("/portal/mine/")
    assert "Secret plan" in page.text
    assert f"/portal/ideas/{idea.pk}/" not in page.text


def test_votes_without_words_stand_below(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    voted, spoken, private = (
        make_idea("Voted", is_public=True),
        make_idea("Spoken", is_public=True),
        make_idea("Private"),
    )
    for idea in (voted, spoken, private):
        vote(idea_id=idea.pk, contact=ada)
    _link(ada, spoken)

    assert [wish.way.idea.title for wish in visiting(ada).get("/portal/mine/").context["wishes"]] == ["Voted"]


def test_ideas_are_named_in_the_readers_language_and_marked_where_nobody_translated_them(
    visiting: Callable[[Contact], Client],
) -> None:
    ada = make_contact()
    said, voted, original = (make_idea(title, is_public=True) for title in ("Work offline", "Dark mode", "Quiet hours"))
    for idea, title in ((said, "Ohne Netz arbeiten"), (voted, "Dunkel")):
        translate_idea(idea_id=idea.pk, language="de", version=0, title=title, public_text="", workaround="")
    for idea in (said, original):
        _link(ada, idea)
    vote(idea_id=voted.pk, contact=ada)

    page = visiting(ada).get("/portal/mine/", headers={"Accept-Language": "de"}).text

    for title, language in (("Ohne Netz arbeiten", "de"), ("Dunkel", "de"), ("Quiet hours", "en")):
        assert f'lang="{language}" dir="auto" href=' in page.split(f">{title}</a>")[0].rpartition("<a ")[2]
    assert "Work offline" not in page
    assert "Dark mode" not in page


def test_much_feedback_goes_on_on_the_next_page(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    for number in range(22):
        make_feedback(f"Thing {number}.", contact=ada, heard_at=clock.now() - timedelta(days=number))
    client = visiting(ada)
    first = client.get("/portal/mine/")
    following = client.get(f"/portal/mine/?after={first.context['page'].next}")

    assert [told.feedback.words for told in following.context["page"].items] == ["Thing 20.", "Thing 21."]


def test_what_was_taken_apart_shows_its_quotes_and_what_became_of_each_once(
    visiting: Callable[[Contact], Client], run_jobs: Callable[[], None]
) -> None:
    ada = make_contact()
    whole = make_feedback("SAP would help. So would dark mode.", contact=ada)
    sap, dark = split_feedback(feedback_id=whole.pk, passages=[[(0, 15)], [(16, 35)]])
    idea = make_idea("SAP connection", is_public=True)
    for quote in (sap, dark):
        link_feedback(feedback_id=quote.pk, idea_id=idea.pk, by=_somebody_here())
    _refuse(idea)
    run_jobs()
    send_all(idea_id=idea.pk)
    run_jobs()

    page = visiting(ada).get("/portal/mine/")

    (told,) = page.context["page"].items
    assert [part.feedback.words for part in told.quotes] == ["SAP would help.", "So would dark mode."]
    assert [[way.idea for way in part.ways] for part in told.quotes] == [[idea], [idea]]
    assert (told.ways, told.steps) == ([], [])
    assert page.text.count("Not now: SAP connection") == 1


def test_it_asks_the_database_as_often_for_twenty_as_for_one(visiting: Callable[[Contact], Client]) -> None:
    ada = make_contact()
    client = visiting(ada)

    def add() -> None:
        idea = make_idea(is_public=True)
        _link(ada, idea)
        vote(idea_id=make_idea(is_public=True).pk, contact=ada)
        _refuse(idea)

    add()
    with CaptureQueriesContext(connection) as one:
        client.get("/portal/mine/")
    for _number in range(19):
        add()
    with CaptureQueriesContext(connection) as twenty:
        page = client.get("/portal/mine/")

    assert len(page.context["page"].items) == len(page.context["wishes"]) == 20
    assert len(twenty) == len(one) <= 26


def test_nothing_of_it_is_kept_by_caches(visiting: Callable[[Contact], Client]) -> None:
    assert "no-store" in visiting(make_contact()).get("/portal/mine/")["Cache-Control"]


def _somebody_here() -> Staff:
    return Staff.objects.first() or make_staff()
