"""How did it go? Asked some time after closing, seldom, once; one click, and a line if they like."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_contact, make_conversation, make_mailbox, make_staff, make_team
from tests.meanwhile import ours_first
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.commands import (
    close_conversation,
    hear_message,
    set_conversation_aside,
    tag_conversation,
)
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.listen.models import Feedback
from wellheard.listen.satisfaction.commands import ask_customers, plan_asking, stop_asking
from wellheard.listen.satisfaction.models import Asking, Rating
from wellheard.listen.satisfaction.queries import token_of
from wellheard.listen.satisfaction.tasks import ask_how_it_went
from wellheard.workspace.models import Notification, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Sign = Callable[[Staff], Client]


@pytest.fixture(autouse=True)
def _asks() -> None:
    ask_customers(version=1, percent=100, every_days=30, after_hours=4)


@pytest.fixture
def ines() -> Staff:
    return make_staff(name="Ines Kaya", role=Role.AGENT)


def _closed(by: Staff, contact: Contact | None = None, mailbox: Mailbox | None = None) -> Conversation:
    """Return a conversation that somebody answered and closed."""
    conversation = make_conversation(contact=contact, mailbox=mailbox)
    Message.objects.create(
        conversation=conversation, kind="reply", staff=by, words="So.", said_at=clock.now(), recorded_at=clock.now(), state="sent"
    )  # fmt: skip
    Conversation.objects.filter(pk=conversation.pk).update(first_answer_at=clock.now(), first_answer_seconds=60)
    tag_conversation(
        conversation_id=conversation.pk, area_id=make_area().pk, category_id=make_category().pk, by=by
    )  # fmt: skip
    return close_conversation(conversation_id=conversation.pk, by=by)


def _later(monkeypatch: pytest.MonkeyPatch, **time: float) -> datetime:
    moment = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def _asked() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="rating:").order_by("pk"))


def test_they_are_asked_once_some_time_after_closing_in_their_language(
    ines: Staff, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = make_contact(name="Anneke Smit", language="de")
    box = make_mailbox()
    conversation = _closed(ines, contact, mailbox=box)
    run_jobs()
    ask_how_it_went(0)
    assert _asked() == []
    _later(monkeypatch, hours=5)
    ask_how_it_went(0)
    ask_how_it_went(0)
    [mail] = _asked()
    rating = Rating.objects.get()
    assert (rating.staff, rating.conversation, mail.language) == (ines, conversation, "de")
    assert "/rate/" in mail.body


def test_who_writes_again_or_was_asked_lately_or_never_answered_is_not_asked(
    ines: Staff, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = make_contact()
    again = _closed(ines)
    spam = _closed(ines)
    _closed(ines, contact)
    run_jobs()
    _closed(ines, contact)
    unanswered = _closed(ines)
    Conversation.objects.filter(pk=unanswered.pk).update(first_answer_at=None)
    hear_message(conversation_id=again.pk, contact=None, said=Said("One more thing"))
    set_conversation_aside(conversation_id=spam.pk, reason="spam", by=ines)
    run_jobs()
    _later(monkeypatch, hours=5)
    ask_how_it_went(0)
    assert [row.contact for row in Rating.objects.exclude(asked_at=None)] == [contact]
    _later(monkeypatch, days=31)
    _closed(ines, contact)
    run_jobs()
    assert Rating.objects.filter(contact=contact).count() == 2


def test_nobody_is_asked_while_it_is_off_and_a_share_otherwise(ines: Staff, run_jobs: Any) -> None:
    stop_asking(version=Asking.objects.get().version)
    _closed(ines)
    run_jobs()
    assert not Rating.objects.exists()
    ask_customers(version=Asking.objects.get().version, percent=30, every_days=30, after_hours=0)
    for _number in range(20):
        _closed(ines)
    run_jobs()
    assert 2 <= Rating.objects.count() <= 10


def _rating(conversation: Conversation, ines: Staff) -> Rating:
    return Rating.objects.create(
        conversation=conversation, contact=conversation.requester, staff=ines, ask_at=clock.now(), asked_at=clock.now()
    )


def test_opening_changes_nothing_a_click_is_kept_and_words_are_feedback(
    ines: Staff, client: Client, run_jobs: Any
) -> None:
    rating = _rating(_closed(ines), ines)
    path = f"/rate/{token_of(rating)}/"
    assert "Did we help you well?" in client.get(path).content.decode()
    assert Rating.objects.get().score is None
    assert client.post(path, {"score": "4"}).status_code == 422
    client.post(path, {"score": "2"})
    client.post(path, {"score": "3", "comment": "Quick and kind."})
    client.post(path, {"score": "3", "comment": "Twice"})
    rating.refresh_from_db()
    assert (rating.score, rating.comment) == (3, "Quick and kind.")
    feedback = Feedback.objects.get()
    assert (feedback.words, feedback.source, feedback.contact) == ("Quick and kind.", "survey", rating.contact)
    run_jobs()
    assert set(Notification.objects.filter(kind="rating").values_list("staff_id", flat=True)) == {ines.pk}
    assert client.get("/rate/none/").status_code == 410
    assert client.get(f"/rate/{token_of(rating)}x/").status_code == 410


def test_what_was_not_good_is_told_to_the_whole_team(ines: Staff, client: Client, run_jobs: Any) -> None:
    team, joel = make_team(), make_staff(role=Role.AGENT)
    team.members.add(ines, joel)
    rating = _rating(_closed(ines), ines)
    Rating.objects.update(team=team)
    client.post(f"/rate/{token_of(rating)}/", {"score": "1"})
    run_jobs()
    told = Notification.objects.filter(kind="rating").values_list("staff_id", flat=True)
    assert set(told) == {ines.pk, joel.pk}


def test_kudos_show_the_customers_words_and_whom_they_are_for(ines: Staff, signed_in: Sign) -> None:
    for score, words in ((3, "Wonderful."), (1, "Terrible.")):
        rating = _rating(_closed(ines), ines)
        Rating.objects.filter(pk=rating.pk).update(score=score, comment=words, rated_at=clock.now())
    page = signed_in(make_staff(role=Role.VIEWER)).get("/kudos/").content.decode()
    assert "1 of 2 customers say you helped them well" in page
    assert "Wonderful." in page
    assert "to Ines Kaya" in page
    assert "Terrible." not in page


def test_the_settings_page_switches_it(signed_in: Sign) -> None:
    browser = signed_in(make_staff(role=Role.PRODUCT))
    version = Asking.objects.get().version
    sent = {"version": version, "percent": "25", "every_days": "60", "after_hours": "2"}
    assert browser.post("/settings/satisfaction/", sent | {"percent": "0"}).status_code == 422
    assert browser.post("/settings/satisfaction/", sent).status_code == 302
    row = Asking.objects.get()
    assert (row.percent, row.every_days, row.after_hours) == (25, 60, 2)
    assert browser.post("/settings/satisfaction/", sent).status_code == 422
    assert browser.post("/settings/satisfaction/", sent | {"version": row.version, "asks": "no"}).status_code == 302
    assert "Customers are not asked" in browser.get("/settings/satisfaction/").content.decode()
    assert signed_in(make_staff(role=Role.AGENT)).get("/settings/satisfaction/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_conversations_that_are_closed_at_once_their_customer_is_asked_about_one(ines: Staff) -> None:
    ann = make_contact()
    one, other = (_closed(ines, ann) for _number in range(2))
    with ours_first(partial(plan_asking, conversation_id=one.pk), partial(plan_asking, conversation_id=other.pk)):
        pass
    assert Rating.objects.filter(contact=ann).count() == 1
