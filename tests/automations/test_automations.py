"""Automations: when, if, then; tried on what happened; logged; never in circles."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_company, make_contact, make_conversation, make_staff, make_team
from wellheard.customers.models import Segment, SegmentMember
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.automations.commands import acting
from wellheard.listen.automations.commands.acting import act_on
from wellheard.listen.automations.commands.keeping import Rule, edit_automation, make_automation, switch_on
from wellheard.listen.automations.conditions import Conditions, words_of
from wellheard.listen.automations.models import Automation, Firing
from wellheard.listen.automations.queries import dry_run
from wellheard.listen.conversations.commands import hear_message
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.conversations.said import Said
from wellheard.listen.desk.steps import Steps
from wellheard.workspace.models import Notification, Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Sign = Callable[[Staff], Client]


@pytest.fixture
def ines() -> Staff:
    return make_staff(name="Ines Kaya", role=Role.PRODUCT)


def _automation(
    by: Staff, steps: Steps, conditions: Conditions | None = None, when: str = "message.heard"
) -> Automation:
    rule = Rule("Rule", when, conditions or Conditions(), steps)
    return switch_on(automation_id=make_automation(rule=rule, by=by).pk)


def _outcomes() -> list[str]:
    return list(Firing.objects.order_by("pk").values_list("outcome", flat=True))


def test_when_it_happens_and_all_holds_the_steps_are_taken_once(ines: Staff, run_jobs: Any) -> None:
    area, category, team = make_area(), make_category(), make_team()
    company = make_company(mrr=50_000, stage="active")
    segment = Segment.objects.create(name="Large", rule={})
    SegmentMember.objects.create(segment=segment, company=company)
    conditions = Conditions(
        channels=("email",), words=("refund", "发票"), segments=(segment.pk,), mrr_from=10_000, assignee="nobody"
    )
    steps = Steps(
        tags=((area.pk, category.pk),), team=team.pk, priority=3, note="Look", reply="We look, {first_name|you}.",
        notify=(ines.pk,),
    )  # fmt: skip
    _automation(ines, steps, conditions)
    theirs = make_conversation("Where is my REFUND?", contact=make_contact(name="Anneke Smit", company=company))
    make_conversation("Where is my refund?")
    make_conversation("Hello", contact=make_contact(company=company))
    run_jobs()
    for fact in Fact.objects.filter(name="message.heard"):
        act_on(fact)

    theirs.refresh_from_db()
    assert (theirs.team, theirs.priority, theirs.waits_for) == (team, 3, "us")
    firing = Firing.objects.get()
    assert (firing.conversation, firing.outcome) == (theirs, "fired")
    note, reply = theirs.messages.exclude(kind="heard").order_by("pk")
    assert (note.kind, note.staff, reply.words, reply.is_automatic) == ("note", None, "We look, Anneke.", True)
    assert Notification.objects.filter(staff=ines, kind="followed").count() == 1


def test_what_cannot_be_done_is_refused_whole_and_says_why(ines: Staff, run_jobs: Any) -> None:
    _automation(ines, Steps(priority=3, closes=True))
    conversation = make_conversation()
    run_jobs()
    conversation.refresh_from_db()
    assert (conversation.priority, conversation.is_open) == (1, True)
    firing = Firing.objects.get()
    assert firing.outcome == "refused"
    assert "area and a category" in firing.problem


def test_what_a_program_wrote_or_is_set_aside_sets_nothing_off(ines: Staff, run_jobs: Any) -> None:
    _automation(ines, Steps(priority=3))
    conversation = make_conversation()
    run_jobs()
    hear_message(conversation_id=conversation.pk, contact=None, said=Said("Out of office", is_automatic=True))
    make_conversation(aside_reason="spam")
    run_jobs()
    assert _outcomes() == ["fired"]


def test_none_reacts_to_itself_and_a_chain_ends_after_one_more(ines: Staff, run_jobs: Any) -> None:
    team, area, category = make_team(), make_area(), make_category()
    first = _automation(ines, Steps(team=team.pk, assign=str(ines.pk)))
    second = _automation(ines, Steps(tags=((area.pk, category.pk),)), when="conversation.assigned")
    third = _automation(ines, Steps(team=0), when="conversation.tagged")
    back = _automation(ines, Steps(assign="nobody"), when="conversation.assigned")
    conversation = make_conversation()
    run_jobs()
    did = list(Firing.objects.order_by("pk").values_list("automation_id", "depth"))
    assert did == [(first.pk, 0), (second.pk, 1), (back.pk, 1)]
    assert not Firing.objects.filter(automation=third).exists()
    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.team) == (None, team)


def test_in_one_conversation_it_acts_five_times_an_hour(ines: Staff, run_jobs: Any) -> None:
    _automation(ines, Steps(note="Again"))
    conversation = make_conversation()
    for number in range(6):
        hear_message(conversation_id=conversation.pk, contact=None, said=Said(f"Hello {number}"))
    run_jobs()
    assert _outcomes() == ["fired"] * 5 + ["held"] * 2


def test_one_that_floods_or_fails_is_switched_off_and_its_author_told(
    ines: Staff, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acting, "MOST_IN_MINUTES", 2)
    monkeypatch.setattr(acting, "MOST_FAILURES", 2)
    flooding, failing = _automation(ines, Steps(priority=3)), _automation(ines, Steps(closes=True))
    for _number in range(4):
        make_conversation()
    run_jobs()
    flooding.refresh_from_db()
    failing.refresh_from_db()
    assert (flooding.is_on, flooding.off_reason, failing.off_reason) == (False, "flood", "failing")
    assert Firing.objects.filter(automation=flooding).count() == 3
    assert Notification.objects.filter(kind="rule", staff=ines).count() == 2


def test_the_last_cases_say_what_would_have_happened_and_why_not(ines: Staff) -> None:
    asks, thanks = make_conversation("Refund?"), make_conversation("Thanks")
    cases = dry_run("conversation.opened", Conditions(words=("refund",), channels=("email",)))
    assert [(case.conversation, case.fires, case.against) for case in cases] == [
        (thanks, False, ["it says “refund”"]),
        (asks, True, []),
    ]
    assert not Firing.objects.exists()


def test_the_dry_run_asks_as_often_for_one_case_as_for_twenty(ines: Staff, django_assert_num_queries: Any) -> None:
    make_conversation(contact=make_contact(company=make_company()))
    with django_assert_num_queries(5):
        dry_run("message.heard", Conditions())
    for _number in range(20):
        make_conversation(contact=make_contact(company=make_company()))
    with django_assert_num_queries(5):
        dry_run("message.heard", Conditions())


def test_automations_that_do_not_act_cost_as_little_as_one(ines: Staff, django_assert_num_queries: Any) -> None:
    make_conversation(contact=make_contact(company=make_company()))
    fact = Fact.objects.get(name="message.heard")
    for _number in range(3):
        _automation(ines, Steps(priority=2), Conditions(words=("invoice",)))
    with django_assert_num_queries(6):
        assert act_on(fact) == []


def test_business_hours_are_those_of_the_moment_it_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [clock.now().replace(hour=hour, month=11, day=2, year=2026) for hour in (10, 23)]
    for moment in moments:
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        make_conversation()
    fires = [case.fires for case in dry_run("conversation.opened", Conditions(hours="outside"))]
    assert fires == [True, False]


def test_words_are_read_one_a_line_or_between_commas() -> None:
    assert words_of("refund, money back\n发票，退款\n\n refund") == ("refund", "money back", "发票", "退款")


def test_an_edit_keeps_how_it_was(ines: Staff) -> None:
    automation = _automation(ines, Steps(priority=3))
    rule = Rule("Other", "conversation.opened", Conditions(hours="inside"), Steps(priority=0))
    edit_automation(automation_id=automation.pk, version=1, rule=rule, by=ines)
    kept = list(automation.versions.order_by("version").values_list("version", "does"))
    assert kept == [(1, {"priority": 3}), (2, {"priority": 0})]


def test_its_pages_write_try_switch_and_remove_it(ines: Staff, signed_in: Sign) -> None:
    browser, conversation = signed_in(ines), make_conversation("Refund?")
    sent = {
        "name": "Refunds",
        "position": "1",
        "when": "message.heard",
        "words": "refund",
        "priority": "3",
        "hours": "",
    }
    tried = browser.post("/settings/automations/new/", sent | {"try": "1"}).content.decode()
    assert "It would have acted in 1 of the last 1 cases" in tried
    assert not Automation.objects.exists()
    assert browser.post("/settings/automations/new/", sent | {"priority": ""}).status_code == 422
    assert browser.post("/settings/automations/new/", sent | {"when": "idea.opened"}).status_code == 422
    assert browser.post("/settings/automations/new/", sent).status_code == 302

    automation = Automation.objects.get()
    path = f"/settings/automations/{automation.pk}/"
    assert not automation.is_on
    browser.post(f"{path}switching/", {"on": "yes"})
    act_on(Fact.objects.get(name="message.heard"))
    page = browser.get(path).content.decode()
    assert "it says “refund”" in page
    assert f"/inbox/{conversation.pk}/" in page
    assert "Acted once in seven days" in browser.get("/settings/automations/").content.decode()
    assert browser.post(path, sent | {"words": "money", "version": "1"}).status_code == 302
    assert browser.post(path, sent | {"version": "1"}).status_code == 422
    assert Conversation.objects.get().priority == 3
    assert browser.post(f"{path}removal/").status_code == 302
    assert signed_in(make_staff(role=Role.AGENT)).get("/settings/automations/").status_code == 403


def test_a_message_that_sets_nothing_off_costs_two_questions(
    ines: Staff, django_assert_num_queries: Callable[[int], Any]
) -> None:
    _automation(ines, Steps(priority=2), when="conversation.closed")
    make_conversation("Where is my refund?")
    fact = Fact.objects.filter(name="message.heard").latest("pk")
    with django_assert_num_queries(2):
        assert act_on(fact) == []
