"""The page with the money behind one idea: columns that overlap, and a total only where it is asked for."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.decide.test_deal_money import missed
from tests.decide.test_money import need
from tests.makers import make_company, make_idea, make_staff
from wellheard.decide.queries.money import money_of, once_each
from wellheard.listen.deals.models import Deal
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db


def test_columns_say_amount_companies_and_what_part_is_one_companys() -> None:
    idea = make_idea()
    need(idea, make_company(mrr=90, stage="at_risk"))
    need(idea, make_company(mrr=10))
    missed(idea, make_company(mrr=0, external_id="p"), 500, Deal.Outcome.OPEN)

    found = {column.key: column for column in money_of(idea)}

    assert (found["money"].amount, found["money"].companies, found["money"].largest_share) == (100_00, 2, 0.9)
    assert found["money"].is_one_companys
    assert (found["risk"].amount, found["pipeline"].amount, found["expansion"].amount) == (90_00, 500_00, 0)
    assert not found["pipeline"].is_one_companys


def test_a_total_counts_each_company_once_by_its_largest_amount_in_a_year() -> None:
    idea = make_idea()
    customer = make_company(mrr=10, stage="at_risk", external_id="c")
    missed(idea, customer, 500, Deal.Outcome.OPEN)
    need(idea, make_company(mrr=1))

    assert once_each(idea, ["money", "risk"]) == (120 + 12) * 100
    assert once_each(idea, ["money", "risk", "pipeline", "expansion"]) == (500 + 12) * 100
    assert once_each(idea, []) == 0


def test_the_page_adds_up_only_what_was_chosen(signed_in: Callable[[Staff], Client]) -> None:
    idea = make_idea()
    need(idea, make_company(mrr=10))
    client = signed_in(make_staff(role=Role.VIEWER))

    assert "in a year" not in client.get(f"/ideas/{idea.pk}/money/").content.decode()
    assert "$120 in a year" in client.get(f"/ideas/{idea.pk}/money/?kind=money&kind=nonsense").content.decode()
    assert client.post(f"/ideas/{idea.pk}/money/").status_code == 405
    assert Client().get(f"/ideas/{idea.pk}/money/").status_code == 302
    assert client.get("/ideas/999999/money/").status_code == 404
