"""Who takes part in a planned talk can be changed: who is new is invited, who stays is told, who is taken off reads so."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.makers import make_contact, make_staff
from tests.talks.stories import customer, plan
from wellheard.customers.models import Contact, Membership
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.commands import People, cancel_interview, change_people
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Interview
from wellheard.workspace.commands import StaleError
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


def change(talk: Interview, *contacts: Contact, host: Staff | None = None, **more: object) -> Interview:
    talk.refresh_from_db()
    people = People(contacts=contacts, host=host or talk.host, **more)  # type: ignore[arg-type]
    return change_people(interview_id=talk.pk, version=talk.version, people=people, by=None)


def colleague_of(contact: Contact, name: str) -> Contact:
    return make_contact(company=contact.companies.get(), name=name)


def mails() -> list[tuple[str, str, str]]:
    """Return to whom each mail went, what its calendar does, and its number."""
    found = []
    for mail in OutgoingMail.objects.order_by("pk"):
        calendar = str(mail.files[0]["text"])
        said = dict(line.split(":", 1) for line in calendar.splitlines() if line.startswith(("METHOD:", "SEQUENCE:")))
        found.append((mail.to_name, said["METHOD"], said["SEQUENCE"]))
    return found


def test_who_is_new_is_invited_who_stays_is_told_and_who_is_taken_off_gets_a_cancel(run_jobs: Run) -> None:
    ada = customer("Ada Byron")
    ben, cleo = colleague_of(ada, "Ben Okri"), colleague_of(ada, "Cleo Jones")
    talk = plan(ada, ben)
    run_jobs()
    assert mails() == [("Ada Byron", "REQUEST", "0"), ("Ben Okri", "REQUEST", "0")]

    change(talk, ada, cleo)
    run_jobs()

    assert mails()[2:] == [("Ben Okri", "CANCEL", "1"), ("Ada Byron", "REQUEST", "1"), ("Cleo Jones", "REQUEST", "1")]
    subjects = list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))[2:]
    assert [one.split(":")[0] for one in subjects] == ["You need not come", "Changed", "Invitation"]
    assert {one.contact for one in talk.guests.all()} == {ada, cleo}


def test_the_same_people_and_a_second_click_change_nothing(run_jobs: Run) -> None:
    ada = customer()
    talk = plan(ada)
    version = talk.version
    new = People(contacts=[ada, colleague_of(ada, "Ben")], host=talk.host)
    for _ in range(2):
        change_people(interview_id=talk.pk, version=version, people=new, by=None)
    talk.refresh_from_db()
    assert talk.sequence == 1
    assert Fact.objects.filter(name="interview.people_changed").count() == 1
    with pytest.raises(StaleError):
        change_people(interview_id=talk.pk, version=version, people=People(contacts=[ada]), by=None)


def test_somebody_else_leads_it_and_hears_of_it_and_whoever_came_along_and_leads_now_comes_once(run_jobs: Run) -> None:
    first, second, third = make_staff(name="Nora"), make_staff(name="Joel"), make_staff(name="Mina")
    talk = plan(customer(), host=first, companions=[second, third])
    run_jobs()
    change(talk, *[one.contact for one in talk.guests.all()], host=second, companions=[second])
    run_jobs()
    talk.refresh_from_db()
    assert (talk.host, talk.companions.count()) == (second, 0)
    assert ("Mina", "CANCEL", "1") in mails()
    assert ("Joel", "REQUEST", "1") in mails()
    # Who planned it was never invited by mail, so nothing is called off.
    assert not [one for one in mails() if one[0] == "Nora"]


def test_who_was_told_nothing_is_told_nothing_when_taken_off(run_jobs: Run) -> None:
    ada = customer()
    talk = plan(ada, invites=False)
    change(talk)
    run_jobs()
    assert mails() == []
    assert talk.guests.count() == 0


def test_who_is_taken_off_and_asked_again_is_invited_again(run_jobs: Run) -> None:
    ada = customer()
    talk = plan(ada)
    run_jobs()
    change(talk)
    change(talk, ada)
    run_jobs()
    assert mails() == [("Ada Byron", "REQUEST", "0"), ("Ada Byron", "CANCEL", "1"), ("Ada Byron", "REQUEST", "2")]


def test_neither_strangers_nor_who_left_us_take_part_and_what_is_over_stays() -> None:
    talk = plan(customer())
    for wrong in ({"contacts": [make_contact()]}, {"host": make_staff(is_active=False)}):
        with pytest.raises(TalkError):
            change_people(interview_id=talk.pk, version=talk.version, people=People(**wrong), by=None)
    cancel_interview(interview_id=talk.pk)
    with pytest.raises(TalkError):
        change(talk)


def test_a_guest_who_left_the_company_may_stay_and_hinders_no_change() -> None:
    ada = customer()
    ben, talk = colleague_of(ada, "Ben"), plan(ada)
    Membership.objects.filter(contact=ada).delete()
    change(talk, ada, ben)
    assert {one.contact for one in talk.guests.all()} == {ada, ben}
    change(talk, ben)
    with pytest.raises(TalkError, match="belong to this company"):
        change(talk, ada, ben)


def test_the_page_changes_who_comes_and_only_for_whom_it_may(client: Client) -> None:
    ada = customer()
    talk = plan(ada)
    ben = colleague_of(ada, "Ben Okri")
    page = reverse("talk_people", args=[talk.pk])
    client.force_login(make_staff(role=Role.SUCCESS))
    assert "Ben Okri" in client.get(page).text
    assert client.post(page, {"version": talk.version, "contacts": ["999999"], "host": ""}).status_code == 422
    sent = {"version": talk.version, "contacts": [ben.pk], "host": talk.host_id or ""}
    assert client.post(page, sent).status_code == 302
    assert [one.contact for one in talk.guests.all()] == [ben]
    assert "Change who takes part" in client.get(reverse("talk", args=[talk.pk])).text
    client.force_login(make_staff(role=Role.VIEWER))
    assert client.get(page).status_code == 403
    assert client.post(page, sent).status_code == 403
    assert "Change who takes part" not in client.get(reverse("talk", args=[talk.pk])).text
