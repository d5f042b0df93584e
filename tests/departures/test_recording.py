"""Who left is kept, whatever is not known of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.departures.makers_departures import leave, reason
from tests.makers import make_company, make_staff
from wellheard.customers.commands import save_rate, save_subscription
from wellheard.customers.models import Company
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures import commands
from wellheard.listen.departures.commands import DepartureError, Helped
from wellheard.listen.departures.models import Departure, SaidReason
from wellheard.listen.models import Feedback

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = date(2026, 6, 10), date(2026, 7, 10), date(2026, 8, 10)


def pays(company: Company, amount: int, from_on: date, until: date | None = None, currency: str = "USD") -> None:
    save_subscription(
        company_id=company.pk,
        external_id=f"{company.pk}:{from_on}:{amount}",
        amount_minor=amount * 100,
        currency=currency,
        from_on=from_on,
        until=until,
    )


def test_a_departure_without_words_and_reason_is_kept() -> None:
    company = make_company()
    departure = leave(company, JUNE)
    company.refresh_from_db()
    assert company.stage == Company.Stage.LOST
    assert (departure.reason, departure.feedback, departure.mrr_minor) == (None, None, None)
    assert departure.is_open
    assert not Feedback.objects.exists()


def test_what_it_paid_the_day_before_stays_when_billing_ended_it_first() -> None:
    company = make_company()
    pays(company, 300, date(2026, 1, 1), JUNE)
    pays(company, 50, date(2026, 2, 1), JUNE)
    pays(company, 70, date(2025, 2, 1), date(2025, 6, 1))
    departure = leave(company, JUNE, reason=reason("price"))
    assert departure.mrr_minor == 35_000
    company.refresh_from_db()
    assert company.mrr_minor == 0


def test_another_currency_counts_at_the_rate_of_the_day_or_not_at_all() -> None:
    company = make_company()
    pays(company, 100, date(2026, 1, 1), currency="EUR")
    assert leave(company, JUNE).mrr_minor is None
    save_rate(currency="EUR", on=date(2026, 6, 1), rate=Decimal("1.2"))
    save_rate(currency="EUR", on=date(2026, 7, 1), rate=Decimal("1.4"))
    other = make_company()
    pays(other, 100, date(2026, 1, 1), currency="EUR")
    assert leave(other, JUNE).mrr_minor == 12_000


def test_words_become_feedback_of_the_company() -> None:
    by = make_staff()
    company = make_company()
    departure = leave(company, JUNE, words="No offline mode.", reported_by="staff", by=by)
    assert departure.feedback is not None
    assert (departure.feedback.source, departure.feedback.voice) == ("departure", "reported")
    assert departure.feedback.company == company
    own = leave(make_company(), JUNE, words="Too dear.", reported_by="customer").feedback
    assert own is not None
    assert own.voice == Feedback.Voice.OWN


def test_a_second_click_keeps_one_and_a_second_departure_is_refused() -> None:
    company = make_company()
    first = leave(company, JUNE)
    assert leave(company, JUNE).pk == first.pk
    with pytest.raises(DepartureError, match="has not come back"):
        leave(company, JULY)
    assert Fact.objects.filter(name="departure.recorded").count() == 1


def test_the_same_id_of_a_source_again_changes_nothing() -> None:
    company = make_company()
    first = leave(company, JUNE, source="stripe", external_id="sub_1")
    assert leave(company, JULY, source="stripe", external_id="sub_1").pk == first.pk


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"left_on": date(2090, 1, 1) + timedelta(days=3)}, "still to come"),
        ({"left_on": date(1900, 1, 1)}, "too long ago"),
        ({"left_on": JUNE, "could_have": "x" * 5001}, "5,000"),
        ({"left_on": JUNE, "mrr_minor": -1}, "0 or more"),
        ({"left_on": JUNE, "words": "x" * 20_001}, "20000"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(said: dict[str, object], sentence: str) -> None:
    company = make_company()
    with pytest.raises(DepartureError, match=sentence):
        leave(company, **said)  # type: ignore[arg-type]
    company.refresh_from_db()
    assert company.stage != Company.Stage.LOST
    assert not Departure.objects.exists()


def test_a_return_brings_the_company_and_its_money_back() -> None:
    company = make_company()
    departure = leave(company, JUNE)
    pays(company, 200, JULY)
    back = commands.record_return(departure_id=departure.pk, returned_on=JULY, helped=Helped("The export we built."))
    assert (back.returned_mrr_minor, back.is_open) == (20_000, False)
    company.refresh_from_db()
    assert company.stage == Company.Stage.RETURNED
    commands.record_return(departure_id=departure.pk, returned_on=JULY)
    assert Fact.objects.filter(name="company.returned").count() == 1


def test_a_subscription_that_begins_afterwards_is_a_return_and_one_that_ran_on_is_none() -> None:
    company = make_company()
    pays(company, 100, date(2026, 1, 1))
    departure = leave(company, JUNE)
    assert commands.notice_return(company_id=company.pk) is None
    pays(company, 80, JULY)
    back = commands.notice_return(company_id=company.pk)
    assert back is not None
    assert (back.pk, back.returned_on, back.return_from) == (departure.pk, JULY, "subscription")
    assert commands.notice_return(company_id=company.pk) is None


def test_a_return_can_be_taken_back_until_they_left_again() -> None:
    company = make_company()
    departure = leave(company, JUNE)
    commands.record_return(departure_id=departure.pk, returned_on=JULY)
    assert commands.take_back_return(departure_id=departure.pk).is_open
    company.refresh_from_db()
    assert company.stage == Company.Stage.LOST
    commands.record_return(departure_id=departure.pk, returned_on=JULY)
    leave(company, AUGUST)
    with pytest.raises(DepartureError, match="left again"):
        commands.take_back_return(departure_id=departure.pk)


@pytest.mark.parametrize("day", [JUNE - timedelta(days=1), date(2090, 1, 1) + timedelta(days=3)])
def test_a_return_on_a_day_that_cannot_be_is_refused(day: date) -> None:
    departure = leave(make_company(), JUNE)
    with pytest.raises(DepartureError):
        commands.record_return(departure_id=departure.pk, returned_on=day)


def test_a_mistake_taken_back_leaves_the_company_as_it_was() -> None:
    company = make_company(stage="at_risk")
    departure = leave(company, JUNE, words="We leave.")
    commands.take_back_departure(departure_id=departure.pk)
    company.refresh_from_db()
    assert company.stage == "at_risk"
    assert not Departure.objects.exists()
    assert Feedback.objects.get().words == "We leave."


def test_taking_the_second_of_two_back_opens_the_first_again() -> None:
    company = make_company()
    first = leave(company, JUNE, reported_by="import", external_id="1")
    second = leave(company, JULY, reported_by="import", external_id="2")
    first.refresh_from_db()
    assert first.followed_by == second
    commands.take_back_departure(departure_id=second.pk)
    first.refresh_from_db()
    assert first.is_open
    company.refresh_from_db()
    assert company.stage == Company.Stage.LOST


def test_departures_find_their_place_in_whatever_order_they_come() -> None:
    for order in ([JUNE, JULY, AUGUST], [AUGUST, JULY, JUNE], [JULY, AUGUST, JUNE], [AUGUST, JUNE, JULY]):
        company = make_company()
        for number, day in enumerate(order):
            leave(company, day, reported_by="import", external_id=f"{company.pk}-{number}")
        rows = list(Departure.objects.filter(company=company).order_by("left_on"))
        assert [row.followed_by_id for row in rows] == [rows[1].pk, rows[2].pk, None]


def test_a_subscription_between_two_departures_is_the_return_between_them() -> None:
    company = make_company()
    pays(company, 90, date(2026, 6, 20), JULY)
    leave(company, JULY, reported_by="import", external_id="b")
    first = leave(company, JUNE, reported_by="import", external_id="a")
    assert (first.returned_on, first.returned_mrr_minor) == (date(2026, 6, 20), 9_000)
    assert first.followed_by is None
    assert Departure.objects.open().get().left_on == JULY


def test_a_departure_found_out_late_takes_the_return_that_came_after_it() -> None:
    company = make_company()
    first = leave(company, JUNE)
    commands.record_return(departure_id=first.pk, returned_on=AUGUST, helped=Helped("A call."))
    late = leave(company, JULY, reported_by="import", external_id="late")
    first.refresh_from_db()
    assert (late.returned_on, late.helped) == (AUGUST, "A call.")
    assert (first.returned_on, first.followed_by) == (None, late)


def test_a_word_nobody_knows_waits_and_is_read_again_once_somebody_says_what_it_means() -> None:
    by = make_staff()
    reason("price")
    mapped = leave(make_company(), JUNE, source="crm", reason_said="Kein Budget 2")
    told = leave(make_company(), JUNE, source="crm", reason_said="kein budget 2")
    commands.explain_departure(departure_id=told.pk, reason=reason("quality"), by=by)
    word = SaidReason.objects.undecided().get()
    assert commands.decide_said_reason(said_id=word.pk, reason=reason("budget"), by=by) == 1
    mapped.refresh_from_db()
    told.refresh_from_db()
    assert (mapped.reason, told.reason) == (reason("budget"), reason("quality"))


def test_usual_words_are_known_and_unknown_is_no_reason() -> None:
    reason("price")
    assert leave(make_company(), JUNE, source="s", reason_said="too_expensive").reason == reason("price")
    assert leave(make_company(), JUNE, source="s", reason_said="Unknown").reason is None
    assert not SaidReason.objects.undecided().exists()


def test_the_reason_of_a_deal_is_none_for_a_departure() -> None:
    reason("price")
    from wellheard.workspace.models import Reason

    of_deals = Reason.objects.filter(kind="deal").first()
    with pytest.raises(DepartureError, match="reasons for leaving"):
        leave(make_company(), JUNE, reason=of_deals)


def test_why_is_said_later_with_their_words() -> None:
    departure = leave(make_company(), JUNE)
    said = commands.explain_departure(
        departure_id=departure.pk, reason=reason("support"), words="Nobody rang.", by=None
    )
    assert said.feedback is not None
    assert said.feedback.words == "Nobody rang."
    assert said.reason_from == "person"
