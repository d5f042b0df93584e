"""The number beside each view of deals is how many deals the view lists, however the doubts overlap."""

import random

import pytest

from tests.deals.makers import heard
from tests.makers import make_company
from wellheard.foundation import clock
from wellheard.listen.deals.models import Deal, DealReason
from wellheard.listen.deals.queries.listing import VIEWS, Wanted, deals_wanted, in_view, totals_of, with_doubts
from wellheard.workspace.commands.reasons import add_reason
from wellheard.workspace.models import Reason

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("has_undecided_stages", [True, False])
def test_each_view_lists_as_many_as_its_number_says(*, has_undecided_stages: bool) -> None:
    dice, company = random.Random(7), make_company(external_id="c1")
    given = add_reason(kind=Reason.Kind.DEAL, name="Too dear")
    part = add_reason(kind=Reason.Kind.DEAL, name="In the second year", parent=given)
    for _number in range(40):
        deal = heard(
            outcome=dice.choice(["won", "lost", "open"]),
            company_key=dice.choice([company.external_id, ""]),
            stage=dice.choice(["Thinking", ""]) if has_undecided_stages else "",
        )
        if dice.random() < 0.5:
            DealReason.objects.create(deal=deal, reason=dice.choice([given, part]), recorded_at=clock.now())
        elif dice.random() < 0.5:
            DealReason.objects.create(deal=deal, said="No idea", recorded_at=clock.now())
        if dice.random() < 0.1:
            Deal.objects.filter(pk=deal.pk).update(withdrawn_at=clock.now())

    for wanted in (Wanted(), Wanted(reason_id=given.pk), Wanted(reason_id=part.pk), Wanted(words="Deal 1")):
        found = deals_wanted(wanted)
        listed = {str(view): in_view(found, view).count() for view in VIEWS}
        assert {str(view): count for view, count in totals_of(found).counts.items()} == listed
    assert in_view(deals_wanted(Wanted()), "to_decide").exists()
    named = set(DealReason.objects.exclude(reason=None).values_list("deal", flat=True))
    told = with_doubts(Deal.objects.all())
    assert {deal.pk for deal in told if vars(deal)["has_reason"]} == named
