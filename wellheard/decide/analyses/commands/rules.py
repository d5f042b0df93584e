"""Say which lost deals are looked into."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.analyses.commands.errors import AnalysisError
from wellheard.decide.analyses.commands.judging import judge_deal
from wellheard.decide.analyses.models import LossRule
from wellheard.decide.analyses.queries import is_target, loss_rule, losses_in_reach
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import each_once
from wellheard.workspace.commands import StaleError

EDITED = names.declare("loss_rule.edited", "Which lost deals are looked into was changed.")

MOST_WORKING_DAYS, MOST_DAYS = 60, 730


@transaction.atomic
def edit_loss_rule(*, version: int, industries: Iterable[str], working_days: int, lost_within_days: int) -> LossRule:
    """Say in which industries lost deals are looked into, how soon, and how far back. Raises AnalysisError, StaleError."""
    LossRule.objects.get_or_create(pk=1)
    rule = LossRule.objects.select_for_update(no_key=True).get(pk=1)
    if rule.version != version:
        raise StaleError
    if not 1 <= working_days <= MOST_WORKING_DAYS or not 1 <= lost_within_days <= MOST_DAYS:
        raise AnalysisError(
            _("Choose 1 to %(most)d working days, and 1 to %(days)d days back.")
            % {"most": MOST_WORKING_DAYS, "days": MOST_DAYS},
            field="working_days",
        )
    rule.industries = [industry[:80] for industry in each_once(industries)]
    rule.working_days, rule.lost_within_days, rule.version = working_days, lost_within_days, version + 1
    rule.save(update_fields=["industries", "working_days", "lost_within_days", "version"])
    ledger.record(EDITED, rule, industries=len(rule.industries))
    return rule


def judge_recent_losses() -> int:
    """Look at the deals lost lately by the rule as it now is; return how many are looked into. Safe to repeat."""
    rule = loss_rule()
    found = [
        deal.pk for deal in losses_in_reach(rule).select_related("company").order_by("pk") if is_target(deal, rule)
    ]
    return sum(judge_deal(deal_id=deal_id) is not None for deal_id in found)
