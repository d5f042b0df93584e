"""Who is unusually silent, by its own rhythm and over every way in which it is heard."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.makers import (
    make_company,
    make_contact,
    make_conversation,
    make_event_name,
    make_feedback,
    make_survey,
    make_survey_answer,
)
from tests.talks.stories import plan
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.learn.silence import LEAST_DAYS_HEARD, Silence, unusual_silences
from wellheard.listen.conversations.models import Message
from wellheard.listen.interviews.commands import miss_interview
from wellheard.listen.models import AsideReason
from wellheard.listen.usage.models import CompanySeen, DailyUse

pytestmark = pytest.mark.django_db

Voice = Callable[[Company, int], object]
# Every six days, the last time 31 days ago.
RHYTHM = tuple(31 + 6 * number for number in range(LEAST_DAYS_HEARD))


def ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def told(company: Company, days: int) -> object:
    return make_feedback(company=company, heard_at=ago(days))


def wrote(company: Company, days: int) -> Message:
    conversation = make_conversation(contact=make_contact(company=company), company=company)
    Message.objects.filter(conversation=conversation).update(said_at=ago(days))
    return Message.objects.get(conversation=conversation)


def answered(company: Company, days: int) -> object:
    return make_survey_answer(make_survey(), 9, contact=make_contact(company=company), at=ago(days))


def talked(company: Company, days: int) -> object:
    return plan(company=company, days=-days)


def used(company: Company, days: int) -> object:
    day = clock.today() - timedelta(days=days)
    return DailyUse.objects.create(day=day, company=company, event=make_event_name(), count=3)


VOICES: tuple[Voice, ...] = (told, wrote, answered, talked, used)


def heard(company: Company, days: Iterable[int], voice: Voice = told) -> Company:
    """Let a company be heard so many days ago each."""
    for one in days:
        voice(company, one)
    return company


def silences() -> list[Silence]:
    return unusual_silences(Company.objects.all())


@pytest.mark.parametrize("voice", VOICES)
def test_each_way_of_being_heard_makes_the_rhythm_alone(voice: Voice) -> None:
    company = heard(make_company(), RHYTHM, voice)

    assert silences() == [Silence(company.pk, usual_days=6, silent_days=31)]


@pytest.mark.parametrize("voice", VOICES)
def test_each_way_of_being_heard_ends_the_silence(voice: Voice) -> None:
    company = heard(make_company(), RHYTHM)
    assert silences()
    voice(company, 2)

    assert silences() == []


def test_several_ways_together_make_one_rhythm() -> None:
    company = make_company()
    for voice, days in zip(VOICES, RHYTHM, strict=True):
        voice(company, days)

    assert silences() == [Silence(company.pk, usual_days=6, silent_days=31)]


def test_a_day_counts_once_however_often_they_were_heard_on_it() -> None:
    heard(make_company(), [31] * 20)

    assert silences() == []


@pytest.mark.parametrize(("days_heard", "is_unusual"), [(LEAST_DAYS_HEARD - 1, False), (LEAST_DAYS_HEARD, True)])
def test_of_a_few_days_no_rhythm_can_be_told(days_heard: int, is_unusual: bool) -> None:  # noqa: FBT001
    heard(make_company(), RHYTHM[:days_heard])

    assert bool(silences()) is is_unusual


@pytest.mark.parametrize(("gap", "silent", "is_unusual"), [
    (1, 20, False), (1, 21, True),
    (7, 21, False), (7, 22, True),
    (30, 90, False), (30, 91, True),
])  # fmt: skip
def test_silent_for_three_usual_gaps_and_three_weeks_at_least(gap: int, silent: int, is_unusual: bool) -> None:  # noqa: FBT001
    heard(make_company(), [silent + gap * number for number in range(LEAST_DAYS_HEARD)])

    assert bool(silences()) is is_unusual


def test_a_company_that_only_uses_the_product_is_missed_when_it_stops() -> None:
    using, stopped = make_company(), make_company()
    heard(using, range(1, 30), used)
    heard(stopped, range(25, 55), used)

    assert silences() == [Silence(stopped.pk, usual_days=1, silent_days=25)]


def test_who_was_seen_in_the_product_lately_is_not_silent() -> None:
    company = heard(make_company(), RHYTHM)
    CompanySeen.objects.create(company=company, seen_at=ago(1))

    assert silences() == []


def test_an_event_that_says_nothing_of_use_is_no_voice() -> None:
    company = heard(make_company(), RHYTHM)
    event = make_event_name(is_ignored=True)
    DailyUse.objects.create(day=clock.today(), company=company, event=event, count=1)

    assert len(silences()) == 1


def test_a_new_company_that_was_hardly_heard_yet_is_not_missed() -> None:
    heard(make_company(joined_on=clock.today() - timedelta(days=60)), [58, 50, 41])
    make_company(joined_on=clock.today())

    assert silences() == []


def test_a_company_on_a_yearly_rhythm_is_silent_as_always() -> None:
    once_a_year = [300, 300 + 365]
    a_week_each_december = [*range(340, 346), *range(340 + 365, 346 + 365)]
    heard(make_company(), once_a_year)
    heard(make_company(), a_week_each_december)

    assert silences() == []


def test_who_was_silent_for_as_long_before_is_not_unusual_until_it_is_longer() -> None:
    summers_off = heard(make_company(), [31, 37, 43, 49, 49 + 36, 91, 97])
    assert silences() == []

    with clock.at(clock.now() + timedelta(days=6)):
        assert [one.company_id for one in silences()] == [summers_off.pk]


def test_what_was_heard_more_than_a_year_ago_makes_no_rhythm() -> None:
    heard(make_company(), [366, 370, 380, 390, 400, 410])

    assert silences() == []


def test_neither_spam_nor_programs_nor_our_own_words_nor_talks_that_failed_are_a_voice() -> None:
    company = heard(make_company(), RHYTHM)
    make_feedback(company=company, heard_at=ago(1), set_aside_reason=AsideReason.SPAM, set_aside_at=ago(1))
    for kind, is_automatic in ((Message.Kind.REPLY, False), (Message.Kind.HEARD, True)):
        message = wrote(company, 1)
        Message.objects.filter(pk=message.pk).update(kind=kind, is_automatic=is_automatic)
    missed = plan(company=company, days=1)
    with clock.at(clock.now() + timedelta(days=2)):
        miss_interview(interview_id=missed.pk)
    plan(company=company, days=5)

    assert [one.company_id for one in silences()] == [company.pk]


def test_who_pays_most_comes_first() -> None:
    small, large = make_company(mrr=10), make_company(mrr=1000)
    for company in (small, large):
        heard(company, RHYTHM)

    assert [one.company_id for one in silences()] == [large.pk, small.pk]


@pytest.mark.parametrize("how_many", [1, 20])
def test_two_questions_are_asked_for_any_number_of_companies(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(how_many):
        heard(make_company(), RHYTHM)
        heard(make_company(), [1])
    with django_assert_num_queries(2):
        assert len(silences()) == how_many
