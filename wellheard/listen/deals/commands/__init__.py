"""Everything that changes deals and what the words of CRMs mean."""

from wellheard.listen.deals.commands.editing import BY_HAND, edit_deal, record_deal
from wellheard.listen.deals.commands.hearing import HeardDeal, News, hear_deal, hear_deals
from wellheard.listen.deals.commands.meanings import (
    read_reasons_again,
    read_stages_again,
    say_what_a_reason_means,
    say_what_a_stage_means,
)
from wellheard.listen.deals.commands.missing import note_missing
from wellheard.listen.deals.commands.outcomes import record_outcome
from wellheard.listen.deals.commands.placing import add_company_said, place_deal, place_deals_left, place_deals_said
from wellheard.listen.deals.commands.prices import price_again
from wellheard.listen.deals.commands.reasons import (
    GivenReason,
    note_reason,
    set_competitor,
    set_reasons,
    take_back_reason,
)
from wellheard.listen.deals.commands.withdrawing import withdraw_deal
from wellheard.listen.deals.drafts import DealDraft, SaidReason
from wellheard.listen.deals.errors import DealError, UnknownDealError

__all__ = [
    "BY_HAND",
    "DealDraft",
    "DealError",
    "GivenReason",
    "HeardDeal",
    "News",
    "SaidReason",
    "UnknownDealError",
    "add_company_said",
    "edit_deal",
    "hear_deal",
    "hear_deals",
    "note_missing",
    "note_reason",
    "place_deal",
    "place_deals_left",
    "place_deals_said",
    "price_again",
    "read_reasons_again",
    "read_stages_again",
    "record_deal",
    "record_outcome",
    "say_what_a_reason_means",
    "say_what_a_stage_means",
    "set_competitor",
    "set_reasons",
    "take_back_reason",
    "withdraw_deal",
]
