"""What concerns somebody reaches them, once, and not at night."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.customers.commands import edit_company, save_company
from wellheard.decide.commands import bulk_edit_ideas, edit_idea, link_feedback, set_importance, undo_bulk_edit
from wellheard.decide.models import Evidence
from wellheard.foundation import clock
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.commands import assign_feedback
from wellheard.web.notifications import reactions
from wellheard.web.notifications.mails import mail_what_is_due, stopping_link
from wellheard.web.notifications.queries import lines
from wellheard.web.notifications.tasks import note_overdue_tasks
from wellheard.workspace.commands import add_task, finish_task
from wellheard.workspace.commands.notifying import choose_mail, mark_all_read
from wellheard.workspace.models import Notification, NotificationChoice, Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

Run = Callable[[], None]
SignedIn = Callable[[Staff], Client]
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
URL = "/notifications/"


def by(staff: Staff) -> Actor:
    return Actor(Fact.Actor.STAFF, staff.pk)


@pytest.fixture
def priya() -> Staff:
    return make_staff(role=Role.AGENT, name="Priya Raman", time_zone="UTC")


@pytest.fixture
def told(priya: Staff, run_jobs: Run) -> Notification:
    """Priya was asked, on Wednesday at noon, to look at feedback."""
    with clock.at(NOON), acting(by(make_staff())):
        assign_feedback(feedback_id=make_feedback().pk, to=priya, note="")
        run_jobs()
    return Notification.objects.get()


def wish(staff: Staff, mail: NotificationChoice.Mail) -> None:
    choose_mail(staff=staff, wishes={Notification.Kind.ASSIGNED: mail})


def test_who_is_asked_to_look_is_told(told: Notification, priya: Staff) -> None:
    assert (told.staff, told.kind, told.subject_type) == (priya, Notification.Kind.ASSIGNED, "feedback")


def test_a_repeated_reaction_tells_once(told: Notification) -> None:
    reactions.tell_assignee(told.fact)

    assert Notification.objects.count() == 1


def test_nobody_is_told_of_what_they_did_themselves(priya: Staff, run_jobs: Run) -> None:
    with acting(by(priya)):
        assign_feedback(feedback_id=make_feedback().pk, to=priya, note="")
        add_task(title="Call them", assignee=priya, due_on=None, by=priya)
    run_jobs()

    assert not Notification.objects.exists()


def test_who_has_left_is_told_nothing(told: Notification, priya: Staff) -> None:
    Notification.objects.all().delete()
    Staff.objects.update(is_active=False)

    reactions.tell_assignee(told.fact)

    assert not Notification.objects.exists()


def test_who_is_given_a_company_or_an_idea_is_told_but_not_of_what_they_took_themselves(
    priya: Staff, signed_in: SignedIn, run_jobs: Run
) -> None:
    voltwerk, sheets = make_company(name="Voltwerk"), make_idea("Print sheets")
    with acting(by(make_staff())):
        edit_company(company_id=voltwerk.pk, version=voltwerk.version, owner=priya)
        save_company(company_id=voltwerk.pk, owner=priya)
        edit_idea(idea_id=sheets.pk, version=sheets.version, title=sheets.title, area=None, owner=priya)
    with acting(by(priya)):
        save_company(name="Harbour Lift", owner=priya)
    save_company(name="Imported", owner=priya)
    run_jobs()
    run_jobs()

    told = Notification.objects.filter(kind=Notification.Kind.OWNER, staff=priya)
    assert sorted(told.values_list("subject_type", "subject_id")) == [("company", voltwerk.pk), ("idea", sheets.pk)]
    page = signed_in(priya).get(URL).text
    assert "You look after Voltwerk now." in page
    assert "The idea “Print sheets” is yours now." in page


def test_many_ideas_given_at_once_are_one_line_and_giving_them_back_tells_who_had_them(
    priya: Staff, signed_in: SignedIn, run_jobs: Run
) -> None:
    omar = make_staff(name="Omar Said")
    ideas = [make_idea(owner=omar), make_idea(owner=omar), make_idea(owner=priya)]
    with acting(by(make_staff())):
        bulk = bulk_edit_ideas(idea_ids=[one.pk for one in ideas], change="owner", value=str(priya.pk), by=None)
    run_jobs()
    page = signed_in(priya).get(URL).text
    assert page.count("is yours now") == 0
    assert "2 more ideas are yours now." in page
    assert 'value="/ideas/?owner=me"' in page

    assert bulk.edit
    with acting(by(priya)):
        undo_bulk_edit(edit_id=bulk.edit.pk, by=None)
    run_jobs()

    assert Notification.objects.filter(kind=Notification.Kind.OWNER, staff=omar).count() == 2


def test_an_overdue_task_is_told_once(priya: Staff, run_jobs: Run) -> None:
    add_task(title="Call them", assignee=priya, due_on=clock.today() - timedelta(days=1), by=None)
    run_jobs()
    for _ in range(2):
        note_overdue_tasks(timestamp=0)
        run_jobs()

    assert list(Notification.objects.order_by("pk").values_list("fact__name", flat=True)) == [
        "task.added",
        "task.overdue",
    ]


def test_a_task_is_told_of_once_more_the_day_before_its_day(priya: Staff, run_jobs: Run) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with clock.at(clock.now() - timedelta(days=3)):
        add_task(title="Call them", assignee=priya, due_on=tomorrow, by=None)
        add_task(title="Later", assignee=priya, due_on=tomorrow + timedelta(days=1), by=None)
    add_task(title="Given just now", assignee=priya, due_on=tomorrow, by=None)
    for _ in range(2):
        note_overdue_tasks(timestamp=0)
        run_jobs()

    told = Notification.objects.filter(fact__name="task.due")
    assert [Task.objects.get(pk=one.subject_id).title for one in told] == ["Call them"]
    day = date_format(tomorrow, "DATE_FORMAT")
    assert [line.text for line in lines([*told])] == [f"A task is yours until {day}: Call them"]
    with clock.at(clock.now() + timedelta(days=3)):
        assert [line.text for line in lines([*told])] == [f"A task of yours was to be done by {day}: Call them"]
    finish_task(task_id=told.get().subject_id, by=priya)
    assert [line.text for line in lines([*told])] == ["A task is yours: Call them"]


@pytest.mark.parametrize(("mrr", "times"), [(999, 0), (1000, 1)])
def test_a_company_that_pays_much_is_a_decisive_voice(mrr: int, times: int, priya: Staff, run_jobs: Run) -> None:
    idea = make_idea(owner=priya)
    feedback = make_feedback(contact=make_contact(company=make_company(mrr=mrr)))
    with acting(by(make_staff())):
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
    run_jobs()

    assert Notification.objects.filter(kind=Notification.Kind.VOICE, staff=priya).count() == times


def test_who_cannot_work_without_it_is_a_decisive_voice(priya: Staff, run_jobs: Run) -> None:
    idea = make_idea(owner=priya)
    with acting(by(make_staff())):
        link_feedback(feedback_id=make_feedback(contact=make_contact()).pk, idea_id=idea.pk, by=None)
        set_importance(evidence_id=Evidence.objects.get().pk, importance=3, set_by="staff")
    run_jobs()

    assert Notification.objects.filter(kind=Notification.Kind.VOICE, staff=priya).exists()


def test_the_list_shows_what_is_new_and_opening_it_reads_it(
    told: Notification, priya: Staff, signed_in: SignedIn
) -> None:
    browser = signed_in(priya)
    page = browser.get(URL).content.decode()
    assert "One thing is new to you" in page
    assert 'aria-label="1 new"' in page

    response = browser.post(f"{URL}reading/", {"id": told.pk, "next": f"/feedback/{told.subject_id}/"})

    assert response.headers["Location"] == f"/feedback/{told.subject_id}/"
    assert "You have read everything" in browser.get(URL).content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_reading_leads_nowhere_else(target: str, told: Notification, priya: Staff, signed_in: SignedIn) -> None:
    assert signed_in(priya).post(f"{URL}reading/", {"id": told.pk, "next": target}).headers["Location"] == URL


def test_nobody_reads_for_another(told: Notification, signed_in: SignedIn) -> None:
    browser = signed_in(make_staff())
    browser.post(f"{URL}reading/", {"id": told.pk})
    browser.post(f"{URL}reading/", {"until": told.pk})
    browser.post(f"{URL}reading/", {"id": "x" * 30, "until": "9" * 40})

    assert Notification.objects.unread().count() == 1
    assert "Nothing has concerned you" in browser.get(URL).content.decode()


def test_what_arrived_since_one_looked_stays_unread(told: Notification, priya: Staff) -> None:
    mark_all_read(staff=priya, until=told.pk - 1)

    assert Notification.objects.unread().count() == 1


def test_several_of_a_kind_about_the_same_thing_stand_as_one(
    told: Notification, priya: Staff, signed_in: SignedIn
) -> None:
    fact = Fact.objects.get(pk=told.fact_id)
    fact.pk = None
    fact.save(force_insert=True)
    reactions.tell_assignee(fact)

    assert "and once before" in signed_in(priya).get(URL).content.decode()


@pytest.mark.parametrize(
    ("mail", "day", "hour", "goes"),
    [
        ("off", 25, 12, False),
        ("at_once", 18, 12, True),
        ("at_once", 18, 22, False),
        ("at_once", 19, 6, False),
        ("at_once", 19, 7, True),
        ("daily", 18, 20, False),
        ("daily", 19, 8, True),
        ("weekly", 20, 12, False),
        ("weekly", 23, 8, True),
    ],
)
def test_mail_goes_when_it_is_wished_for(
    mail: str, day: int, hour: int, *, goes: bool, told: Notification, priya: Staff
) -> None:
    wish(priya, NotificationChoice.Mail(mail))

    with clock.at(datetime(2026, 11, day, hour, 1, tzinfo=UTC)):
        mail_what_is_due(staff=priya)
        mail_what_is_due(staff=priya)

    assert OutgoingMail.objects.count() == goes


def test_night_is_that_of_the_reader(told: Notification, priya: Staff) -> None:
    wish(priya, NotificationChoice.Mail.AT_ONCE)
    Staff.objects.filter(pk=priya.pk).update(time_zone="Asia/Tokyo")
    priya.refresh_from_db()

    with clock.at(NOON + timedelta(hours=1)):
        mail_what_is_due(staff=priya)

    assert not OutgoingMail.objects.exists()


def test_what_was_read_is_not_mailed(told: Notification, priya: Staff) -> None:
    mark_all_read(staff=priya, until=told.pk)
    with clock.at(NOON + timedelta(days=2)):
        mail_what_is_due(staff=priya)

    assert not OutgoingMail.objects.exists()


def test_the_mail_says_what_and_where_and_how_to_stop(told: Notification, priya: Staff, client: Client) -> None:
    with clock.at(NOON + timedelta(days=1)):
        mail_what_is_due(staff=priya)
    mail = OutgoingMail.objects.get()
    link = stopping_link(priya)

    assert f"/feedback/{told.subject_id}/" in mail.body
    assert mail.headers["List-Unsubscribe"] == f"<{link}>"
    path = link[link.index("/unsubscribe/") :]
    assert client.get(path).status_code == 200
    assert not NotificationChoice.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert set(NotificationChoice.objects.values_list("mail", flat=True)) == {"off"}


def test_a_link_that_is_not_ours_stops_nothing(client: Client) -> None:
    assert client.post("/unsubscribe/staff/nonsense/").status_code == 410


def test_wishes_are_kept(priya: Staff, signed_in: SignedIn) -> None:
    browser = signed_in(priya)
    every = dict.fromkeys(Notification.Kind.values, "daily")

    assert browser.get(f"{URL}wishes/").status_code == 200
    assert browser.post(f"{URL}wishes/", every | {"voice": "at_once"}).status_code == 302
    assert browser.post(f"{URL}wishes/", every | {"voice": "hourly"}).status_code == 422
    assert NotificationChoice.objects.get(staff=priya, kind="voice").mail == "at_once"


@pytest.mark.parametrize("how_many", [1, 20])
def test_the_list_asks_as_often_for_many_as_for_one(
    how_many: int, priya: Staff, run_jobs: Run, signed_in: SignedIn, queries_of: Callable[[Client, str], int]
) -> None:
    with acting(by(make_staff())):
        for number in range(how_many):
            add_task(title=f"Call {number}", assignee=priya, due_on=None, by=None)
    run_jobs()

    assert queries_of(signed_in(priya), URL) <= 12
