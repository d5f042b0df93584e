"""The digest: once a period, on its first morning, in the reader's language and zone, and only where something changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from tests.learn.worlds import deal
from tests.makers import make_company, make_staff
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn.commands import set_targets
from wellheard.learn.goals import commands
from wellheard.learn.goals.drafts import ObjectiveDraft, ResultDraft
from wellheard.learn.goals.models import DigestChoice
from wellheard.web.goals.tasks import send_digests
from wellheard.web.notifications.mails import stopping_link
from wellheard.workspace.models import Notification, Staff

pytestmark = pytest.mark.django_db

# A Monday.
MONDAY = datetime(2026, 11, 16, 8, 5, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def mira() -> Staff:
    """Mira chose a weekly digest two weeks ago."""
    staff = make_staff(name="Mira Osei", time_zone="UTC")
    commands.choose_digest(staff=staff, rhythm="weekly")
    sent(MONDAY - WEEK)
    return staff


def sent(at: datetime) -> list[OutgoingMail]:
    with clock.at(at):
        send_digests(timestamp=0)
    return list(OutgoingMail.objects.filter(key__startswith="digest:").order_by("pk"))


def said(staff: Staff, at: datetime) -> None:
    begins_on, last_on = date(2026, 10, 1), date(2026, 12, 31)
    with clock.at(at):
        goal = commands.add_objective(draft=ObjectiveDraft("Answer sooner", begins_on, last_on, owner=staff), by=staff)
        draft = ResultDraft(title="Talks", begins_at=0, aims_at=10, unit="talks")
        of = commands.add_key_result(objective_id=goal.pk, draft=draft)
        commands.check_in(result_id=of.pk, confidence="at_risk", words="", by=staff, value=4.0)


def test_what_changed_is_mailed_once_however_often_it_is_looked(mira: Staff) -> None:
    said(mira, MONDAY - timedelta(days=2))
    for hours in (0, 1, 30):
        mails = sent(MONDAY + timedelta(hours=hours))
    [mail] = mails
    assert mail.to_address == mira.email
    assert mail.subject == "Figures and goals, Nov. 9, 2026 to Nov. 15, 2026"
    assert "Answer sooner: Talks stands at 4 talks, the aim is 10 talks. At risk." in mail.body
    assert "/goals/results/" in mail.body
    assert sent(MONDAY + WEEK) == [mail]


def test_nothing_is_mailed_before_the_morning_of_the_reader(mira: Staff) -> None:
    said(mira, MONDAY - timedelta(days=2))
    mira.time_zone = "America/New_York"
    mira.save(update_fields=["time_zone"])
    assert sent(MONDAY) == []
    assert len(sent(MONDAY + timedelta(hours=5))) == 1


def test_nothing_is_mailed_where_nothing_changed_or_was_wished(mira: Staff) -> None:
    assert sent(MONDAY) == []
    assert DigestChoice.objects.get(staff=mira).done_until == MONDAY.date()
    commands.choose_digest(staff=mira, rhythm="off")
    said(mira, MONDAY + timedelta(days=1))
    assert sent(MONDAY + WEEK) == []


def test_who_left_is_not_written_to(mira: Staff) -> None:
    said(mira, MONDAY - timedelta(days=2))
    mira.is_active = False
    mira.save(update_fields=["is_active"])
    assert sent(MONDAY) == []


def test_a_figure_is_news_when_its_target_is_missed_or_it_surely_changed(mira: Staff) -> None:
    set_targets(version=0, targets={"win-rate": 50})
    for number in range(4):
        deal(make_company(), (MONDAY - timedelta(days=10)).date(), "won" if number else "lost_unknown")
        deal(make_company(), (MONDAY - timedelta(days=3)).date(), "lost_unknown" if number else "won")
    [mail] = sent(MONDAY)
    assert "Win rate: 25% of the deals that ended were won. It misses its target now." in mail.body
    assert "/figures/win-rate/?period=custom&begin=2026-11-09&end=2026-11-15" in mail.body


def test_a_change_of_few_cases_is_no_news(mira: Staff) -> None:
    deal(make_company(), (MONDAY - timedelta(days=10)).date(), "won")
    deal(make_company(), (MONDAY - timedelta(days=3)).date())
    assert sent(MONDAY) == []


def test_a_month_is_told_on_its_first_morning_in_the_readers_language() -> None:
    staff = make_staff(time_zone="UTC", language="zh-hans")
    commands.choose_digest(staff=staff, rhythm="monthly")
    sent(MONDAY)
    said(staff, MONDAY + timedelta(days=1))
    assert sent(datetime(2026, 12, 1, 7, 59, tzinfo=UTC)) == []
    [mail] = sent(datetime(2026, 12, 1, 8, 1, tzinfo=UTC))
    assert mail.language == "zh-hans"
    assert "有风险" in mail.body


def test_it_is_chosen_among_the_mails_and_one_click_stops_it(
    signed_in: Callable[[Staff], Client], client: Client
) -> None:
    staff = make_staff()
    browser, every = signed_in(staff), dict.fromkeys(Notification.Kind.values, "daily")
    assert "A digest of figures and goals" in browser.get("/notifications/wishes/").content.decode()
    assert browser.post("/notifications/wishes/", every | {"digest": "weekly"}).status_code == 302
    assert browser.post("/notifications/wishes/", every).status_code == 302
    assert DigestChoice.objects.get().rhythm == "weekly"
    assert browser.post("/notifications/wishes/", every | {"digest": "hourly"}).status_code == 422
    client.post(stopping_link(staff).split("/", 3)[3].join(["/", ""]))
    assert DigestChoice.objects.get().rhythm == "off"
