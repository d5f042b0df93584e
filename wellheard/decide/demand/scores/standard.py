"""The formulas every vendor starts with."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.decide.demand.models import Formula


@dataclass(frozen=True)
class Input:
    """Something to estimate: its name in formulas, what people read, and between which numbers it lies."""

    name: str
    label: str | Promise
    lowest: float = 0
    highest: float = 1e9


@dataclass(frozen=True)
class Standard:
    """A formula that comes with the product."""

    key: str
    kind: str
    name: str
    text: str
    inputs: tuple[Input, ...]
    effort: str = ""


_SCALE = (1, 20)
# Beyond this a number is a slip of the finger.
MOST = 1e9

STANDARD = (
    # Sean McBride, "RICE: simple prioritization for product managers", Intercom, 2018.
    Standard(
        "rice",
        Formula.Kind.RICE,
        "RICE",
        "reach * impact * confidence / effort",
        (
            Input("reach", _("Reach: people in a quarter")),
            Input("impact", _("Impact: 0.25 minimal, 1 medium, 3 massive"), 0.25, 3),
            Input("confidence", _("Confidence: 0 to 1"), 0, 1),
            Input("effort", _("Effort: person-months"), 0.1, 1_000),
        ),
        "effort",
    ),
    # Weighted shortest job first: cost of delay by size; Reinertsen, "The Principles of Product Development Flow", 2009,
    # in the three parts of the Scaled Agile Framework.
    Standard(
        "wsjf",
        Formula.Kind.WSJF,
        "WSJF",
        "(value + urgency + risk) / size",
        (
            Input("value", _("Value for customers and for us: 1 to 20"), *_SCALE),
            Input("urgency", _("How much is lost by waiting: 1 to 20"), *_SCALE),
            Input("risk", _("Risk it takes away, or chance it opens: 1 to 20"), *_SCALE),
            Input("size", _("Size of the work: 1 to 20"), *_SCALE),
        ),
        "size",
    ),
)

# Between which numbers the inputs of these formulas lie, also where a team's own formula names them.
LIMITS = {part.name: (part.lowest, part.highest) for one in STANDARD for part in one.inputs}
LABELS = {part.name: part.label for one in STANDARD for part in one.inputs}

# What is known of every idea without anybody's estimate: the counter it is read from. Money in whole units of the currency.
KNOWN = {
    "companies": "company_count",
    "people": "contact_count",
    "votes": "vote_count",
    "paying": "mrr_minor",
    "at_risk": "risk_minor",
    "lost_deals": "lost_deals_minor",
    "pipeline": "pipeline_minor",
    "expansion": "expansion_minor",
}
