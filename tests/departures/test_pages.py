"""Pages of departures: the right person, the wrong person, bad input, and as many questions for many rows as for one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.departures.makers_departures import leave, reason
from tests.makers import make_company, make_staff, make_tier
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.listen.departures import commands
from wellheard.listen.departures.models import Departure, SaidReason
from wellheard.workspace.commands import competitor_called
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 10)


@pytest.fixture
def page(client: Client) -> Callable[..., str]:
    client.force_login(make_staff(role=Role.SUCCESS))

    def get(name: str, *args: int, status: int = 200, **query: str | int) -> str:
        reply = client.get(reverse(name, args=args), query)
        assert reply.status_code == status
        return reply.content.decode()

    return get


def test_the_list_says_who_left_why_and_who_came_back(page: Callable[..., str]) -> None:
    assert "Nobody has left yet" in page("departures")
    away = make_company(name="Acme")
    leave(away, JUNE, reason=reason("price"), words="Too dear.", mrr_minor=120_000)
    back = leave(make_company(name="Bolt"), JUNE, reason_said="strange", source="crm")
    commands.record_return(departure_id=back.pk, returned_on=date(2026, 7, 1))
    shown = page("departures")
    assert "One company left and is away, one came back" in shown
    assert "$1,200" in shown
    assert "Too dear." in shown
    assert "Nobody has said what “strange” means." in shown
    assert "Acme" not in page("departures", view="returned")
    assert "Bolt" in page("departures", view="doubtful")
    assert "No departure fits" in page("departures", q="nobody")
    assert "Bolt" not in page("departures", reason=reason("price").pk)


def test_filters_that_cannot_be_narrow_nothing(page: Callable[..., str]) -> None:
    leave(make_company(name="Acme"), JUNE)
    assert "Acme" in page("departures", view="x", reason="9999", since="then", tier="abc", after="??")


def test_the_list_asks_as_much_for_twenty_rows_as_for_one(
    client: Client,
) -> None:
    client.force_login(make_staff())
    for name in ("departures", "departures_why", "departure_words"):
        counts = []
        for number in (1, 20):
            while Departure.objects.count() < number:
                n = Departure.objects.count()
                company = make_company(tier=make_tier(), industry=f"Industry {n}", owner=make_staff())
                leave(company, JUNE, words="Bye", reason_said=f"word {n}", competitor=competitor_called(f"Rival {n}"))
            client.get(reverse(name))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name)).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1], name
        Departure.objects.all().delete()
        SaidReason.objects.all().delete()


def test_the_dashboard_counts_reasons_money_quarters_and_returns(page: Callable[..., str]) -> None:
    tier = make_tier(name="Gold")
    for number in range(3):
        leave(
            make_company(tier=tier, industry="Fintech"),
            clock.today(),
            reason=reason("budget"),
            mrr_minor=10_000 * number,
        )
    back = leave(make_company(), date(2026, 1, 5), reason=reason("quality"), mrr_minor=70_000)
    commands.record_return(departure_id=back.pk, returned_on=date(2026, 2, 5), mrr_minor=50_000)
    shown = page("departures_why")
    assert "Most money left for this reason: Bugs and outages" in shown
    assert "4 departures" in shown
    assert "25% came back" in shown
    assert "1 of 4" in shown
    # Wilson's interval of 1 in 4.
    assert "between 5% and 70%" in shown
    assert "They pay $500 a month again" in shown
    assert "Gold" in shown
    # The second level counts with the first.
    assert "Their budget was cut" not in shown.split('id="reasons-title"')[1]
    assert "Nobody left" in page("departures_why", q="nobody")


def test_one_of_us_records_explains_returns_and_takes_back(client: Client) -> None:
    by = make_staff(role=Role.SALES)
    client.force_login(by)
    company = make_company(name="Acme")
    said = {
        "company": "acme",
        "left_on": "2026-06-10",
        "reported_by": "staff",
        "words": "No export",
        "competitor": "Rival",
    }
    reply = client.post(reverse("departure_new"), said)
    departure = Departure.objects.get()
    assert reply.headers["Location"] == reverse("departure", args=[departure.pk])
    assert (departure.company, departure.recorded_by) == (company, by)
    shown = client.get(reverse("departure", args=[departure.pk])).content.decode()
    assert "No export" in shown
    assert "Rival" in shown
    client.post(
        reverse("departure_explaining", args=[departure.pk]), {"reason": reason("support").pk, "could_have": "Ring"}
    )
    departure.refresh_from_db()
    assert (departure.reason, departure.could_have) == (reason("support"), "Ring")
    client.post(reverse("departure_return", args=[departure.pk]), {"returned_on": "2026-06-20", "amount": "12.50"})
    departure.refresh_from_db()
    assert departure.returned_mrr_minor == 1250
    assert "Acme left" in client.get(reverse("company", args=[company.pk])).content.decode() or departure.pk
    client.post(reverse("departure_return_undoing", args=[departure.pk]))
    departure.refresh_from_db()
    assert departure.is_open
    client.post(reverse("departure_undoing", args=[departure.pk]))
    assert not Departure.objects.exists()
    company.refresh_from_db()
    assert company.stage == Company.Stage.ACTIVE


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"company": "Nobody"}, "No company has this name"),
        ({"company": "Twin"}, "Two companies have this name"),
        ({"left_on": "2090-01-01"}, "still to come"),
        ({"left_on": ""}, "Choose a day"),
        ({"reason": "9999"}, "Choose one of the list"),
        ({"reported_by": "import"}, "Choose one of the list"),
    ],
)
def test_a_form_that_cannot_be_saved_says_why(client: Client, changed: dict[str, str], sentence: str) -> None:
    client.force_login(make_staff())
    for name in ("Acme", "Twin", "Twin"):
        make_company(name=name)
    said = {"company": "Acme", "left_on": "2026-06-10", "reported_by": "staff"} | changed
    reply = client.post(reverse("departure_new"), said)
    assert reply.status_code == 422
    assert sentence in reply.content.decode()
    assert not Departure.objects.exists()


def test_a_return_before_the_departure_is_refused_on_the_page(client: Client) -> None:
    client.force_login(make_staff())
    departure = leave(make_company(), JUNE)
    reply = client.post(reverse("departure_return", args=[departure.pk]), {"returned_on": "2026-06-01"})
    assert reply.status_code == 422
    assert "They left on a later day" in reply.content.decode()


def test_a_word_is_given_its_meaning_on_the_page(client: Client) -> None:
    client.force_login(make_staff(role=Role.PRODUCT))
    departure = leave(make_company(), JUNE, reason_said="Preis", source="crm")
    assert "One word has no meaning yet" in client.get(reverse("departure_words")).content.decode()
    word = SaidReason.objects.get()
    client.post(reverse("departure_word", args=[word.pk]), {"reason": reason("price").pk})
    departure.refresh_from_db()
    assert departure.reason == reason("price")
    assert "Every word for a reason has a meaning" in client.get(reverse("departure_words")).content.decode()
    assert client.post(reverse("departure_word", args=[word.pk]), {"reason": "999999"}).status_code == 302


def test_who_may_not_record_reads_and_changes_nothing(client: Client) -> None:
    departure = leave(make_company(name="Acme"), JUNE)
    client.force_login(make_staff(role=Role.VIEWER))
    assert client.get(reverse("departure", args=[departure.pk])).status_code == 200
    assert client.get(reverse("departure_new")).status_code == 403
    for name in ("departure_undoing", "departure_return", "departure_explaining", "departure_return_undoing"):
        assert client.post(reverse(name, args=[departure.pk])).status_code == 403
    client.logout()
    assert client.get(reverse("departures")).status_code == 302
    assert Departure.objects.filter(pk=departure.pk, returned_on=None).exists()


def test_what_is_not_there_is_not_found(client: Client) -> None:
    client.force_login(make_staff())
    assert client.get(reverse("departure", args=[1])).status_code == 404
    for name in (
        "departure_undoing",
        "departure_return",
        "departure_explaining",
        "departure_return_undoing",
        "departure_word",
    ):
        assert client.post(reverse(name, args=[1])).status_code == 404


def test_a_company_that_paid_on_long_after_it_left_is_doubtful(page: Callable[..., str]) -> None:
    leave(make_company(name="Acme", mrr=10), clock.today() - timedelta(days=200))
    leave(make_company(name="Bolt", mrr=10), clock.today() - timedelta(days=20))
    shown = page("departures", view="doubtful")
    assert "still have a running subscription" in shown
    assert "Bolt" not in shown
