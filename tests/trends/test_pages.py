"""The pages of trends: a finding for a title, a link behind every number, and nothing for whom it is not meant."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_conversation,
    make_staff,
    make_team,
)
from tests.trends.worlds import calm_weeks, companies, count_all, say
from wellheard.customers.models import Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.commands import tag_conversation
from wellheard.listen.models import Import
from wellheard.understand.trends.commands.spikes import look_for_spikes
from wellheard.understand.trends.models import Spike, Watch
from wellheard.web.notifications.mails import mail_what_is_due
from wellheard.web.notifications.reactions import tell_of_spike
from wellheard.workspace.commands import edit_area
from wellheard.workspace.models import Area, Category, Notification, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
Run = Callable[[], None]


@pytest.fixture
def admin(signed_in: SignIn) -> Client:
    return signed_in(make_staff())


@pytest.fixture
def bugs() -> tuple[Area, Category]:
    """A usual bug a day for eight weeks, then eleven in three hours."""
    about = make_area(name="Invoicing", team=make_team(name="Money")), make_category(name="Bug")
    speakers = companies()
    calm_weeks(about, speakers)
    say(clock.now() - timedelta(hours=3), about, speakers, many=11)
    count_all()
    return about


def title(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return found.group(1) if found else ""


def test_the_title_is_what_is_unusual_with_their_words_beside_it(admin: Client, bugs: tuple[Area, Category]) -> None:
    look_for_spikes()
    page = admin.get("/trends/").text
    assert re.search(r"“Bug” in Invoicing is \d+ times the usual", title(page))
    assert "thing about it.”" in page
    assert "spiking" in page
    assert "Invoicing, Bug" in page


def test_an_ordinary_day_is_a_finding_too(admin: Client) -> None:
    assert title(admin.get("/trends/").text) == "Nobody has said anything in this period"
    calm_weeks((make_area(), make_category()), companies())
    count_all()
    page = admin.get("/trends/").text
    assert title(page) == "Nothing unusual in the last day"
    assert 'class="usual"' in page


@pytest.mark.parametrize("query", ["", "?period=month", "?period=year", "?period=nonsense"])
def test_every_period_has_its_page(admin: Client, bugs: tuple[Area, Category], query: str) -> None:
    page = admin.get(f"/trends/{query}")
    assert page.status_code == 200
    assert 'class="line"' in page.text


@pytest.mark.parametrize(
    "query", ["?segment=999", "?segment=x", "?area=x&first=x", "?category=99&last=1", "?last=9999-12-31"]
)
def test_what_cannot_be_read_is_said_and_the_page_stays(admin: Client, query: str) -> None:
    for url in ("/trends/", "/trends/behind/"):
        assert admin.get(f"{url}{query}").status_code == 200


def test_a_cell_leads_to_exactly_what_it_counts(admin: Client, bugs: tuple[Area, Category]) -> None:
    area, category = bugs
    conversation = make_conversation(
        "The invoice is in Dutch", contact=make_contact(company=make_company(name="Brill"))
    )
    tag_conversation(conversation_id=conversation.pk, area_id=area.pk, category_id=category.pk, by=None)
    count_all()
    page = admin.get("/trends/?period=month").text
    url, count = re.findall(r'<td class="h\d[^"]*"><a href="([^"]+)"[^>]*>(\d+)</a>', page)[0]
    listed = admin.get(url.replace("&amp;", "&")).text
    assert title(listed) == f"“Bug” in Invoicing: said {count} times"
    assert "The invoice is in Dutch" in listed
    assert "Brill" in listed
    following = re.search(r'href="(\?[^"]*after=[^"]+)"', listed)
    assert following
    second = admin.get("/trends/behind/" + following.group(1).replace("&amp;", "&")).text
    assert listed.count("<li>") != second.count("<li>")


@pytest.mark.parametrize("cursor", ["x", "bm9wZQ", "WyIyMDI2IiwgMSwgMl0", "%00"])
def test_a_cursor_somebody_typed_does_no_harm(admin: Client, cursor: str) -> None:
    assert admin.get(f"/trends/behind/?after={cursor}").status_code == 200


def test_a_segment_counts_only_its_companies(admin: Client) -> None:
    ours, other = companies(2)
    about = make_area(name="Photos"), make_category(name="Question")
    say(clock.now() - timedelta(days=3), about, [ours], many=2)
    say(clock.now() - timedelta(days=3), about, [other], many=5)
    count_all()
    segment = Segment.objects.create(name="Northern", rule={})
    SegmentMember.objects.create(segment=segment, company=ours)
    assert "Photos, Question: 7" in admin.get("/trends/").text
    page = admin.get(f"/trends/?segment={segment.pk}").text
    assert "Photos, Question: 2" in page
    behind = re.search(r'href="(/trends/behind/[^"]+segment[^"]+)"', page)
    assert behind
    assert "said 2 times" in admin.get(behind.group(1).replace("&amp;", "&")).text


def test_as_many_queries_for_ten_thousand_things_as_for_a_few(
    admin: Client, queries_of: Callable[[Client, str], int], bugs: tuple[Area, Category]
) -> None:
    look_for_spikes()
    few = [queries_of(admin, url) for url in ("/trends/", "/trends/behind/")]
    speakers = companies(4)
    for _ in range(5):
        say(clock.now() - timedelta(days=9), (make_area(), make_category()), speakers, many=2000)
    count_all()
    assert [queries_of(admin, url) for url in ("/trends/", "/trends/behind/")] == few
    assert max(few) < 40


def test_the_area_s_team_is_told_once_with_quotes_and_by_mail_at_once(
    signed_in: SignIn, bugs: tuple[Area, Category], run_jobs: Run
) -> None:
    milda, other = make_staff(role=Role.AGENT, time_zone="UTC"), make_staff(role=Role.PRODUCT)
    milda.teams.add(bugs[0].team or 0)
    for _ in range(2):
        look_for_spikes()
        run_jobs()
    assert [told.staff for told in Notification.objects.filter(kind="spike")] == [milda]
    assert Spike.objects.get().told_at
    page = signed_in(milda).get("/notifications/").text
    assert "11 in 24 hours from 6 companies" in page
    assert "thing about it." in page
    with clock.at((clock.now() + timedelta(days=1)).replace(hour=12)):
        mail_what_is_due(staff=milda)
    assert "times the usual" in OutgoingMail.objects.get(to_address=milda.email).body
    assert other.is_active


def test_without_a_team_whoever_looks_after_products_is_told(bugs: tuple[Area, Category], run_jobs: Run) -> None:
    Area.objects.update(team=None)
    manager, _agent = make_staff(role=Role.PRODUCT), make_staff(role=Role.AGENT)
    look_for_spikes()
    run_jobs()
    assert [told.staff for told in Notification.objects.filter(kind="spike")] == [manager]


def test_a_spike_has_a_page_and_can_be_expected_and_not(admin: Client, bugs: tuple[Area, Category]) -> None:
    look_for_spikes()
    spike = Spike.objects.get()
    url = f"/trends/spikes/{spike.pk}/"
    page = admin.get(url).text
    assert "By chance so many come" in page
    assert "$600" in page
    assert admin.post(f"{url}expected/").status_code == 302
    assert "We did not expect this" in admin.get(url).text
    assert title(admin.get("/trends/").text) == "Nothing unusual in the last day"
    admin.post(f"{url}unexpected/")
    assert Spike.objects.get().state == "open"


def test_a_spike_that_is_not_there_is_a_404_and_a_get_changes_nothing(
    admin: Client, bugs: tuple[Area, Category]
) -> None:
    look_for_spikes()
    url = f"/trends/spikes/{Spike.objects.get().pk}/expected/"
    assert admin.get(url).status_code == 405
    assert admin.get("/trends/spikes/0/").status_code == 404
    assert admin.post("/trends/spikes/0/expected/").status_code == 404
    assert Spike.objects.get().muted_at is None


def test_who_only_reads_can_mute_nothing(signed_in: SignIn, bugs: tuple[Area, Category]) -> None:
    look_for_spikes()
    reader = signed_in(make_staff(role=Role.VIEWER))
    url = f"/trends/spikes/{Spike.objects.get().pk}/"
    assert "We expected this" not in reader.get(url).text
    assert reader.post(f"{url}expected/").status_code == 403


def test_how_many_alarms_is_set_on_a_page_and_a_second_editor_loses_nothing(admin: Client) -> None:
    assert admin.post("/trends/watch/", {"version": 0, "alerts_a_week": "2.5"}).status_code == 302
    assert Watch.objects.get().alerts_a_week == 2.5
    late = admin.post("/trends/watch/", {"version": 0, "alerts_a_week": "4"})
    assert late.status_code == 422
    assert 'value="4"' in late.text
    assert admin.post("/trends/watch/", {"version": 1, "alerts_a_week": "900"}).status_code == 422


def test_the_rail_counts_what_is_unusual(admin: Client, bugs: tuple[Area, Category]) -> None:
    look_for_spikes()
    rail = admin.get("/trends/").text
    assert re.search(r'href="/trends/"[^>]*>.*?Trends.*?1', rail, re.DOTALL)


def test_volumes_leave_as_a_file(admin: Client, bugs: tuple[Area, Category]) -> None:
    written = admin.post("/exports/trends/?period=month")
    lines = b"".join(written.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "day,area,category,said,confirmed"
    assert any(line.endswith("Invoicing,Bug,11,11") for line in lines)


def test_what_else_happened_stands_below_the_line(admin: Client, bugs: tuple[Area, Category]) -> None:
    area = bugs[0]
    edit_area(area_id=area.pk, version=area.version, name="Invoices", parent=None, team=area.team)
    Import.objects.create(
        kind="feedback", state="done", file_name="old-board.csv", started_at=clock.now(), new_count=1200
    )
    page = admin.get("/trends/").text
    assert "old-board.csv brought 1,200 things in" in page
    assert "Invoices was edited or removed" in page


def test_a_crash_after_telling_tells_nobody_twice(bugs: tuple[Area, Category]) -> None:
    milda = make_staff(role=Role.AGENT)
    milda.teams.add(bugs[0].team or 0)
    look_for_spikes()
    fact = Fact.objects.get(name="spike.opened")
    tell_of_spike(fact)
    Spike.objects.update(told_at=None)
    tell_of_spike(fact)
    assert Notification.objects.filter(kind="spike").count() == 1
    assert Spike.objects.get().told_at


def test_a_rule_in_the_address_narrows_every_number_and_the_words_behind_it(admin: Client) -> None:
    area, bug, confusion = make_area(name="Invoicing"), make_category(name="Bug"), make_category(key="confusion")
    rich, poor = make_company(name="Rich", mrr=9_000), make_company(name="Poor", mrr=10)
    at = clock.now() - timedelta(days=2)
    for category in (bug, confusion):
        say(at, (area, category), [rich], many=2)
        say(at, (area, category), [poor], many=3)
    count_all()
    rule = {"rule": '{"field": "mrr", "op": ">", "value": 500000}'}
    page = admin.get("/trends/", rule)
    assert page.context["overview"].heat.total == 4
    assert sum(step.count for step in page.context["overview"].steps) == 4
    assert "pays over $5,000 a month" in page.text
    assert "rule=%7B" in page.text
    behind = admin.get("/trends/behind/", rule | {"category": str(bug.pk)})
    assert behind.context["things"] == 2
    assert [thing.company for thing in behind.context["page"].items] == [rich, rich]
    assert [group.asked.count for group in admin.get("/trends/asked/confusion/", rule).context["asked"].groups] == [2]
    assert admin.get("/exports/trends/", rule).status_code == 200


def test_a_rule_that_does_not_hold_is_said_and_everybody_is_shown(admin: Client) -> None:
    page = admin.get("/trends/", {"rule": '{"field": "shoe size"}'})
    assert page.status_code == 200
    assert "does not hold" in page.text
