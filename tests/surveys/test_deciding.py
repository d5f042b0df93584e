"""Who is asked what, where and when, and why somebody is not."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.makers import make_company, make_contact, make_conversation, make_event_name, make_survey
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.listen.surveys import counting
from wellheard.listen.surveys.asked import Answered, Asked, Place
from wellheard.listen.surveys.commands import (
    answer_survey,
    change_rules,
    change_survey,
    dismiss_survey,
    end_quiet,
    end_survey,
    keep_quiet,
    pause_survey,
    show_survey,
    start_response,
)
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.deciding import decide, eligible, explain, explain_all, may_show
from wellheard.listen.surveys.drafts import StratumDraft
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.gates import is_sampled
from wellheard.listen.surveys.models import FatigueRules, GateCount, Survey
from wellheard.listen.usage.models import DailyUse

pytestmark = pytest.mark.django_db

HERE = Place(url="https://app.example/board/7")
PAYS_100 = {"all": [{"field": "mrr", "op": ">", "value": 10_000}]}


def someone(*, mrr: int = 0, days: int = 400, seats: int | None = None) -> Asked:
    company = make_company(mrr=mrr, seats=seats)
    return of(make_contact(company=company, created_at=clock.now() - timedelta(days=days)))


def of(contact: Contact) -> Asked:
    return Asked(contact_id=contact.pk)


def asked(who: Asked, where: Place = HERE, now: datetime | None = None) -> str:
    survey = decide(who, where, now=now).survey
    return survey.name if survey else ""


def stopped_by(survey: Survey, who: Asked, where: Place = HERE, now: datetime | None = None) -> str:
    verdict = explain(survey, who, where, now=now).stopped_by
    assert verdict is None or verdict.sentence.endswith(".")
    return verdict.name if verdict else ""


def seen(survey: Survey, who: Asked, *, days_ago: float = 0, key: str = "") -> int:
    with clock.at(clock.now() - timedelta(days=days_ago)):
        return show_survey(survey_id=survey.pk, who=who, channel="in_app", key=key or f"{survey.pk}-{days_ago}").pk


def test_exactly_the_people_of_the_segment_are_asked() -> None:
    rich, poor = someone(mrr=200), someone(mrr=50)
    segment = save_segment(name="Pays over $100", rule=PAYS_100)
    by_segment = make_survey(name="Segment", audience="segment", segment=segment)
    assert (asked(rich), asked(poor), stopped_by(by_segment, poor)) == ("Segment", "", "segment")
    end_survey(survey_id=by_segment.pk)
    by_rule = make_survey(name="Rule", audience="rule", rule=PAYS_100)
    assert (asked(rich), asked(poor), stopped_by(by_rule, poor)) == ("Rule", "", "rule")


def test_a_segment_that_is_gone_asks_nobody() -> None:
    who, segment = someone(mrr=200), save_segment(name="Pays over $100", rule=PAYS_100)
    survey = make_survey(audience="segment", segment=segment)
    segment.delete()
    assert (asked(who), stopped_by(Survey.objects.get(pk=survey.pk), who)) == ("", "segment")


def test_nobody_is_asked_before_it_begins_after_it_ends_or_in_a_pause() -> None:
    who, now = someone(), clock.now()
    survey = make_survey(name="Now", starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=3))
    found = [asked(who, now=now + timedelta(days=days)) for days in (0, 2, 3)]
    assert found == ["", "Now", ""]
    pause_survey(survey_id=survey.pk)
    assert asked(who, now=now + timedelta(days=2)) == ""


@pytest.mark.parametrize(
    ("pages", "url", "found"),
    [
        (["/board/*"], "https://app.example/board/7?tab=1", "Here"),
        (["/board"], "https://app.example/board/7", ""),
        (["/board/7"], "https://app.example/board/7/", "Here"),
        (["app.example/*"], "https://app.example/board", "Here"),
        (["https://app.example/board"], "https://other.example/board", ""),
        (["/a[1]*"], "https://app.example/a[1]/x", "Here"),
    ],
)
def test_it_is_asked_on_its_pages(pages: list[str], url: str, found: str) -> None:
    make_survey(name="Here", trigger={"pages": pages})
    assert asked(someone(), Place(url=url)) == found


def test_it_waits_for_an_event_with_its_properties() -> None:
    only_large = [{"name": "rows", "op": "at_least", "value": 100}]
    survey = make_survey(name="After", trigger={"event": "Exported", "properties": only_large})
    who = someone()
    small, large = (Place(event="Exported", properties={"rows": rows}) for rows in (5, "250"))
    assert (asked(who), asked(who, small), asked(who, large)) == ("", "", "After")
    assert stopped_by(survey, who, small) == "event"


def test_it_counts_what_happened_within_days_and_what_the_page_saw() -> None:
    who, event = someone(), make_event_name(name="Exported")
    survey = make_survey(name="Often", trigger={"event": "Exported", "at_least": 3, "within_days": 10})
    for days, count in ((2, 1), (30, 9)):
        day = clock.today() - timedelta(days=days)
        DailyUse.objects.create(day=day, contact_id=who.contact_id, event=event, count=count)
    assert (asked(who), stopped_by(survey, who)) == ("", "count")
    assert asked(who, Place(signals={"Exported": 2})) == "Often"


def test_an_earlier_score_leads_to_the_next_survey() -> None:
    first, who = make_survey("nps", priority=-1), someone()
    rule = {"after": [{"survey": first.pk, "is": "answered", "at_most": 6}]}
    make_survey("text", name="Why so low", trigger=rule, is_transactional=True)
    FatigueRules.objects.create(pk=1, contact_days=0, global_hours=0)
    assert asked(who) == first.name
    answer_survey(
        survey_id=first.pk, who=who, submission=Submission("s"), answers=[Answered("nps", number=4)], is_final=True
    )
    assert asked(who) == "Why so low"


def test_the_same_person_is_always_in_the_share_or_never() -> None:
    survey = make_survey(percent=50)
    # All thirty on one side happens in one of half a billion draws.
    people = [someone() for _ in range(30)]
    first = {who.contact_id for who in people if asked(who)}
    assert 0 < len(first) < 30
    for who in people[:2]:
        assert {bool(asked(who)) for _ in range(20)} == {who.contact_id in first}
    assert stopped_by(survey, next(who for who in people if who.contact_id not in first)) == "sample"


def test_a_share_is_a_share_and_two_surveys_draw_independently() -> None:
    people = [f"contact:{number}" for number in range(100_000)]
    one = [is_sampled("salt-a", 10, who) for who in people]
    two = [is_sampled("salt-b", 50, who) for who in people]
    assert abs(sum(one) / 1000 - 10) < 0.3
    assert abs(sum(two) / 1000 - 50) < 0.5
    both = sum(a and b for a, b in zip(one, two, strict=True))
    expected = sum(one) * sum(two) / len(people)
    # Chi-square with one degree of freedom, at one in ten thousand.
    assert (both - expected) ** 2 / (expected * 0.9 * 0.5) < 15.1
    assert one == [is_sampled("salt-a", 10, who) for who in people]


def test_a_group_that_has_its_answers_is_not_asked() -> None:
    groups = [StratumDraft("Pays", PAYS_100, 1)]
    survey = make_survey(name="Groups", strata=groups)
    rich, other, poor = someone(mrr=200), someone(mrr=300), someone()
    decision = decide(rich, HERE)
    assert decision.stratum == "Pays"
    display = show_survey(survey_id=survey.pk, who=rich, channel="in_app", key="d", stratum=decision.stratum)
    answer_survey(survey_id=survey.pk, who=rich, submission=Submission("s", display.key), answers=[], is_final=True)
    assert [stopped_by(survey, who) for who in (other, poor)] == ["group", "group"]


def test_it_is_shown_so_often_a_day_and_not_more() -> None:
    survey = make_survey(name="Two a day", per_day=2)
    for number in range(2):
        seen(survey, someone(), key=f"k{number}")
    who = someone()
    assert (asked(who), stopped_by(survey, who)) == ("", "per_day")
    assert asked(who, now=clock.now() + timedelta(days=1)) == "Two a day"


def test_one_person_is_asked_once_in_a_while_on_whatever_device() -> None:
    first, second = make_survey("csat"), make_survey("choice", name="Second")
    who = someone()
    seen(first, who)
    on_a_phone = Asked(contact_id=who.contact_id, device="another")
    assert [stopped_by(second, on_a_phone, now=clock.now() + timedelta(days=days)) for days in (0, 3, 15)] == [
        "any_pause",
        "person_pause",
        "",
    ]
    assert asked(who, now=clock.now() + timedelta(days=15)) == "Second"


def test_whoever_is_nobody_to_us_is_known_by_their_device() -> None:
    survey = make_survey(audience="anybody", name="Anybody")
    device = Asked(device="0b5f")
    assert asked(device) == "Anybody"
    seen(survey, device)
    assert (asked(device), asked(Asked(device="other")), asked(Asked())) == ("", "Anybody", "")


def test_what_just_happened_may_be_asked_after_a_question_in_general_and_nps_keeps_its_own_pause() -> None:
    nps, again = make_survey("nps"), make_survey("nps", name="Again")
    just_now = make_survey("csat", is_transactional=True)
    who = someone()
    seen(nps, who, days_ago=20)
    assert stopped_by(again, who) == "nps_pause"
    seen(make_survey("nps"), who, days_ago=2)
    assert stopped_by(just_now, who) == ""
    seen(just_now, who, days_ago=2)
    assert stopped_by(make_survey("csat", is_transactional=True), who) == "person_pause"


def test_few_people_of_one_company_are_asked() -> None:
    company = make_company(seats=30)
    people = [of(make_contact(company=company, created_at=clock.now() - timedelta(days=90))) for _ in range(4)]
    survey = make_survey()
    for who in people[:3]:
        assert asked(who)
        seen(survey, who, key=str(who.contact_id))
    assert stopped_by(survey, people[3]) == "company_pause"


def test_nobody_is_asked_in_their_first_days_on_a_holiday_or_when_left_alone() -> None:
    survey, who = make_survey(), someone()
    assert stopped_by(survey, someone(days=3)) == "first_days"
    today = clock.today()
    rules = change_rules(version=1, holidays=[f"{today - timedelta(days=1)}/{today}"])
    assert stopped_by(survey, who) == "stopped"
    with pytest.raises(SurveyError):
        change_rules(version=rules.version, holidays=["not a day"])
    change_rules(version=rules.version, holidays=[], first_days=7)
    assert stopped_by(survey, who) == ""
    assert who.contact_id is not None
    quiet = keep_quiet(contact_id=who.contact_id, reason="asked")
    assert stopped_by(survey, who) == "quiet"
    end_quiet(quiet_id=quiet.pk)
    assert stopped_by(survey, who) == ""


def test_whoever_waits_for_urgent_help_is_left_alone() -> None:
    contact = make_contact(created_at=clock.now() - timedelta(days=90))
    survey, talk = make_survey(), make_conversation(contact=contact)
    assert stopped_by(survey, of(contact)) == ""
    type(talk).objects.filter(pk=talk.pk).update(priority=3)
    assert stopped_by(survey, of(contact)) == "urgent"


def test_whoever_leaves_three_questions_unanswered_is_left_alone() -> None:
    who = someone()
    for days in (200, 160, 120):
        dismiss_survey(display_id=seen(make_survey("csat"), who, days_ago=days))
    survey = make_survey("csat")
    assert stopped_by(survey, who) == "unanswered"


def test_asked_again_until_answered_three_times_at_most() -> None:
    survey, who = make_survey("csat", schedule="until_answered"), someone()
    FatigueRules.objects.create(pk=1, stop_after=0)
    for days in (90, 60):
        seen(survey, who, days_ago=days)
    assert stopped_by(survey, who) == ""
    seen(survey, who, days_ago=30)
    assert stopped_by(survey, who) == "again"


def test_one_at_a_time_what_was_begun_first_then_by_priority() -> None:
    low, high = make_survey("csat", name="Low"), make_survey("ces", name="High", priority=5)
    who = someone()
    assert asked(who) == "High"
    display = seen(low, who)
    assert asked(who) == ""
    start_response(display_id=display)
    decision = decide(who, HERE)
    assert (decision.survey, bool(decision.display_key)) == (low, True)
    assert may_show(low.pk, who, HERE)
    assert not may_show(high.pk, who, HERE)


def test_a_visit_has_one_question() -> None:
    FatigueRules.objects.create(pk=1, contact_days=0, global_hours=0)
    first, second = make_survey("csat"), make_survey("ces")
    who = someone()
    show_survey(survey_id=first.pk, who=who, channel="in_app", key="d", session="visit-1")
    assert stopped_by(second, who, Place(session="visit-1")) == "session"
    assert stopped_by(second, who, Place(session="visit-2")) == ""


def test_a_change_holds_from_the_next_decision_on() -> None:
    survey, who = make_survey(name="Old"), someone()
    assert asked(who) == "Old"
    change_survey(survey_id=survey.pk, version=survey.version, trigger={"pages": ["/elsewhere"]})
    assert asked(who) == ""


def test_every_gate_says_a_sentence_and_what_stopped_whom_is_counted() -> None:
    survey, who = make_survey(percent=100), someone()
    found = explain_all(who, HERE)
    assert [(one.survey, one.is_asked, one.passed) for one in found] == [(survey, True, True)]
    sentences = [gate.sentence for gate in found[0].gates]
    assert len(sentences) == len(set(sentences)) > 20
    counting.write()
    GateCount.objects.all().delete()
    decide(who, HERE)
    decide(Asked(device="x"), HERE)
    counting.write()
    assert dict(GateCount.objects.values_list("gate", "count")) == {"asked": 1, "known": 1}


def test_a_few_statements_decide_however_many_surveys_run(django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        make_survey(
            name=str(number),
            strata=[StratumDraft("All", PAYS_100, 5)],
            per_day=5,
            trigger={"event": "E", "at_least": 2},
        )
    who = someone(mrr=200)
    decide(who, HERE)
    with django_assert_max_num_queries(9):
        decide(who, Place(event="E", signals={"E": 2}))


def test_where_they_are_does_not_matter_for_what_they_may_be_asked() -> None:
    survey = make_survey(trigger={"pages": ["/elsewhere"], "event": "E"})
    make_survey(audience="rule", rule=PAYS_100)
    assert eligible(someone(), HERE) == [survey]
