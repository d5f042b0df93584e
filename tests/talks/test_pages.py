"""Talks are planned, held and written down on their pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from tests.makers import make_company, make_contact, make_idea, make_staff, make_tier
from tests.talks.stories import customer, plan
from wellheard.customers.models import Company
from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock, remembering
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.paging import SIZE
from wellheard.listen.interviews.commands import add_guide, mark_quote, note_interview
from wellheard.listen.interviews.models import Guide, Interview
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Staff], Client]
RunJobs = Callable[[], None]


@pytest.fixture
def browser(signed_in: SignedIn) -> Client:
    return signed_in(make_staff(role=Role.SUCCESS, name="Nora Weiss"))


def typed(**fields: object) -> dict[str, object]:
    moment = localtime(clock.now() + timedelta(days=2))
    values: dict[str, object] = {
        "kind": "interview",
        "title": "How printing goes",
        "planned_at": moment.strftime("%Y-%m-%dT%H:%M"),
        "minutes": 45,
        "place": "https://meet.example/x",
        "invites": "on",
    }
    return values | fields


def test_a_talk_is_planned_and_those_who_come_are_invited(browser: Client, run_jobs: RunJobs) -> None:
    ada = customer(name="Ada Byron")
    company = ada.companies.get()
    page = f"{reverse('talk_new')}?company={company.pk}"
    assert "Ada Byron" in browser.get(page).content.decode()

    sent = [browser.post(page, typed(contacts=[ada.pk])) for _click in range(2)]
    run_jobs()

    talk = Interview.objects.get()
    assert [answer.headers["Location"] for answer in sent] == [f"/talks/{talk.pk}/"] * 2
    assert (talk.kind, talk.minutes, talk.company) == ("interview", 45, company)
    assert OutgoingMail.objects.filter(key__startswith="talk:").count() == 1
    assert "told by mail" in browser.get(f"/talks/{talk.pk}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"planned_at": ""}, "Write a day and a time"),
        ({"planned_at": "soon"}, "such as"),
        ({"planned_at": "9999-01-01T10:00"}, "correct the year"),
        ({"planned_at": "0001-01-01T00:00"}, "correct the year"),
        ({"minutes": "0"}, ""),
        ({"minutes": "100000"}, ""),
        ({"kind": "chat"}, ""),
        ({"host": "999999"}, ""),
    ],
)
def test_what_cannot_be_is_said_at_the_form(browser: Client, wrong: dict[str, object], words: str) -> None:
    answer = browser.post(f"/talks/new/?company={make_company().pk}", typed(**wrong))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Interview.objects.exists()


def test_people_of_others_cannot_be_chosen(browser: Client) -> None:
    answer = browser.post(f"/talks/new/?company={make_company().pk}", typed(contacts=[customer().pk]))

    assert answer.status_code == 422


def test_a_company_is_found_by_its_name(browser: Client) -> None:
    voltwerk = make_company(name="Voltwerk")
    assert browser.get("/talks/new/?named=voltw").headers["Location"] == f"/talks/new/?company={voltwerk.pk}"
    make_company(name="Voltwerk North")
    assert b"Voltwerk North" in browser.get("/talks/new/?named=voltw").content
    assert browser.get("/talks/new/?named=nobody").status_code == 422
    assert browser.get("/talks/new/?company=999999").status_code == 404
    assert browser.get("/talks/new/?company=%C2%B2").status_code == 404


def test_a_talk_is_moved_and_called_off(browser: Client, run_jobs: RunJobs) -> None:
    talk = plan(customer())
    run_jobs()
    browser.post(f"/talks/{talk.pk}/moving/", typed(version=talk.version))
    run_jobs()
    browser.post(f"/talks/{talk.pk}/state/", {"to": "off"})
    run_jobs()

    # Whoever leads it is told too, in a mail of their own.
    mails = OutgoingMail.objects.exclude(to_address=getattr(talk.host, "email", "")).order_by("pk")
    assert [mail.files[0]["media_type"].rpartition("=")[2] for mail in mails] == ["REQUEST", "REQUEST", "CANCEL"]
    assert "Called off" in browser.get("/talks/?list=off").content.decode()


def test_who_edits_over_a_colleague_sees_what_stands_now(browser: Client) -> None:
    talk = plan(customer())
    browser.post(f"/talks/{talk.pk}/moving/", typed(version=1))

    answer = browser.post(f"/talks/{talk.pk}/moving/", typed(version=1, place="Room 9"))

    assert answer.status_code == 422
    assert "Somebody else changed this" in answer.content.decode()


def test_a_quote_is_marked_beside_the_questions_and_stands_with_its_ideas(browser: Client) -> None:
    ada = customer(name="Ada Byron")
    guide = add_guide(name="Printing", questions="What did you print last?\n\n How long did it take?", by=None)
    talk = plan(ada, days=-1, guide=guide)
    browser.post(
        f"/talks/{talk.pk}/notes/", {"version": 1, "notes": "Printing takes a minute a label. Fine otherwise."}
    )
    answer = browser.post(
        f"/talks/{talk.pk}/quotes/",
        {"words": "Printing takes a minute a label.", "contact": ada.pk, "quotable": "named"},
    )
    assert answer.status_code == 302
    feedback = Feedback.objects.get()
    link_feedback(feedback_id=feedback.pk, idea_id=make_idea("Faster labels").pk, by=None)

    page = browser.get(f"/talks/{talk.pk}/").content.decode()

    for words in ("What did you print last?", "How long did it take?", "Faster labels", "Ada Byron", "in one quote"):
        assert words in page
    assert feedback.contact == ada


def test_what_is_no_passage_of_the_notes_is_said_at_the_form(browser: Client) -> None:
    talk = plan(customer(), days=-1)
    note_interview(interview_id=talk.pk, version=1, notes="Printing is slow.")

    answer = browser.post(f"/talks/{talk.pk}/quotes/", {"words": "We love it", "quotable": "no"})

    assert answer.status_code == 422
    assert "does not stand so" in answer.content.decode()
    assert browser.post(f"/talks/{talk.pk}/quotes/", {"words": "", "quotable": "no"}).status_code == 422


def test_notes_over_a_colleagues_are_shown_beside_them(browser: Client) -> None:
    talk = plan(customer(), days=-1)
    note_interview(interview_id=talk.pk, version=1, notes="Hers")

    answer = browser.post(f"/talks/{talk.pk}/notes/", {"version": 1, "notes": "His"})

    assert answer.status_code == 422
    assert "Hers" in answer.content.decode()
    assert "His" in answer.content.decode()


def test_a_next_step_is_on_the_list_of_tasks_and_leads_back_to_the_talk(browser: Client, signed_in: SignedIn) -> None:
    talk, omar = plan(customer(), days=-1), make_staff(role=Role.SUCCESS)
    browser.post(f"/talks/{talk.pk}/steps/", {"title": "Send prices", "assignee": omar.pk, "due_on": "2030-01-05"})

    page = signed_in(omar).get("/tasks/").content.decode()
    step = talk.next_steps.get()
    assert "Send prices" in page
    assert f"/talks/steps/{step.pk}/" in page
    assert browser.get(f"/talks/steps/{step.pk}/").headers["Location"] == f"/talks/{talk.pk}/"
    assert browser.post(f"/talks/{talk.pk}/steps/", {"title": ""}).status_code == 422
    assert Task.objects.count() == 1


def test_a_talk_may_be_taken_into_ones_own_calendar(browser: Client) -> None:
    talk = plan(customer())

    answer = browser.get(f"/talks/{talk.pk}/talk.ics")

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"METHOD:PUBLISH" in answer.content
    assert b"ATTENDEE" not in answer.content


@pytest.mark.parametrize("to", ["", "planned", "gone"])
def test_a_state_nobody_knows_is_refused(browser: Client, to: str) -> None:
    assert browser.post(f"/talks/{plan(customer()).pk}/state/", {"to": to}).status_code == 404


def test_what_a_command_refuses_is_said(browser: Client) -> None:
    talk = plan(customer())
    page = browser.post(f"/talks/{talk.pk}/state/", {"to": "missed"}, follow=True).content.decode()

    assert "has not begun yet" in page


def test_who_may_only_read_sees_a_talk_and_changes_nothing(signed_in: SignedIn) -> None:
    viewer, talk = signed_in(make_staff(role=Role.VIEWER)), plan(customer())

    assert viewer.get(f"/talks/{talk.pk}/").status_code == 200
    for address in ("notes", "quotes", "steps", "state", "moving"):
        assert viewer.post(f"/talks/{talk.pk}/{address}/").status_code == 403
    assert viewer.get("/talks/new/").status_code == 403


def test_a_list_nobody_knows_is_not_found(browser: Client) -> None:
    assert browser.get("/talks/?list=x").status_code == 404
    assert browser.get("/talks/coverage/?view=x").status_code == 404
    assert browser.get("/talks/999999/").status_code == 404


def test_the_lists_ask_as_often_for_twenty_as_for_one(
    browser: Client, queries_of: Callable[[Client, str], int]
) -> None:
    def add() -> None:
        talk = plan(customer(), days=-2, companions=[make_staff()])
        note_interview(interview_id=talk.pk, version=1, notes="Slow.")
        mark_quote(interview_id=talk.pk, words="Slow.", contact=None, quotable="no", by=None)
        plan(company=talk.company)

    add()
    addresses = ("/talks/", "/talks/?list=held", "/talks/coverage/")
    one = [queries_of(browser, address) for address in addresses]
    for _more in range(19):
        add()

    assert [queries_of(browser, address) for address in addresses] == one


def test_a_talk_asks_as_often_for_twenty_quotes_as_for_one(
    browser: Client, queries_of: Callable[[Client, str], int]
) -> None:
    ada = customer()
    talk = plan(ada, days=-1)
    note_interview(interview_id=talk.pk, version=1, notes=" ".join(f"Word{n}." for n in range(20)))

    def add(n: int) -> None:
        quote = mark_quote(interview_id=talk.pk, words=f"Word{n}.", contact=ada, quotable="no", by=None)
        link_feedback(feedback_id=quote.feedback_id, idea_id=make_idea().pk, by=None)

    add(0)
    one = queries_of(browser, f"/talks/{talk.pk}/")
    for number in range(1, 20):
        add(number)

    assert queries_of(browser, f"/talks/{talk.pk}/") == one


def test_coverage_tells_who_was_never_spoken_to_and_what_they_pay(browser: Client) -> None:
    gold, owner = make_tier(name="Gold", call_every_days=30), make_staff()
    long_ago = clock.today() - timedelta(days=90)
    spoken = make_company(name="Spoken", mrr=300, tier=gold, joined_on=long_ago)
    plan(company=spoken, days=-2)
    make_company(name="Never", mrr=200, tier=gold, owner=owner, joined_on=long_ago)
    make_company(name="Prospect", mrr=900, stage="prospect")
    make_contact(company=spoken)

    page = browser.get("/talks/coverage/").content.decode()
    never = browser.get("/talks/coverage/?view=never").context["page"].items

    assert "One customer has never been spoken to" in page
    assert "They pay $200 a month" in page
    assert "Prospect" not in page
    assert [row.company.name for row in never] == ["Never"]
    overdue = (
        browser.get(f"/talks/coverage/?view=overdue&owner={owner.pk}&tier={gold.pk}&sort=day").context["page"].items
    )
    assert [row.company.name for row in overdue] == ["Never"]
    assert "overdue since" in browser.get("/talks/coverage/?view=overdue").content.decode()
    assert browser.get("/talks/coverage/?tier=x").status_code == 200


def test_questions_are_written_changed_and_offered_no_longer(browser: Client) -> None:
    browser.post("/talks/guides/", {"name": "Printing", "questions": "How long?\n\n"})
    guide = Guide.objects.get()
    assert guide.lines == ["How long?"]
    assert browser.post("/talks/guides/", {"name": "printing", "questions": "x"}).status_code == 422
    assert browser.post("/talks/guides/", {"name": "Other", "questions": "  "}).status_code == 422

    change = {"name": "Labels", "questions": "How many?", "version": guide.version}
    assert browser.post(f"/talks/guides/{guide.pk}/", change).status_code == 302
    assert browser.post(f"/talks/guides/{guide.pk}/", change).status_code == 422

    browser.post(f"/talks/guides/{guide.pk}/retiring/")
    assert (
        "Labels" not in browser.get("/talks/guides/", follow=True).content.decode().split("</h1>")[1].split("toast")[0]
    )


def test_ten_thousand_companies_are_covered_in_as_many_queries_as_one(
    browser: Client, queries_of: Callable[[Client, str], int]
) -> None:
    gold, moment = make_tier(call_every_days=30), clock.now()
    make_company(tier=gold)
    one = queries_of(browser, "/talks/coverage/?view=never&sort=day")
    Company.objects.bulk_create(
        [Company(name=f"Company {n}", tier=gold, created_at=moment - timedelta(days=n % 90)) for n in range(10_000)]
    )

    assert queries_of(browser, "/talks/coverage/?view=never&sort=day") == one
    page = browser.get("/talks/coverage/?view=overdue")
    remembering._kept.clear()
    assert len(page.context["page"].items) == SIZE
    assert page.context["totals"]["never"]["n"] == 10_001
