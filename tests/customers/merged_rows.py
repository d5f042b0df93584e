"""Every row that a merge may touch."""

from typing import Any

from django.forms.models import model_to_dict

from wellheard.answer.models import Answer
from wellheard.customers.models import (
    Company,
    CompanyAlias,
    Consent,
    Contact,
    ContactIdentity,
    Membership,
    Subscription,
)
from wellheard.decide.models import Evidence, EvidenceItem, Idea, Vote
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Task

ROWS = (
    Membership,
    ContactIdentity,
    Subscription,
    Feedback,
    Vote,
    Evidence,
    EvidenceItem,
    Answer,
    Consent,
    Task,
    CompanyAlias,
)


def everything() -> dict[str, Any]:
    """Return every row that a merge may touch, as it stands."""
    rows = {model.__name__: list(model._base_manager.order_by("pk").values()) for model in ROWS}
    ideas = [
        model_to_dict(idea, ["vote_count", "company_count", "contact_count", "mrr_minor"])
        for idea in Idea.objects.order_by("pk")
    ]
    people = list(Contact.with_merged.order_by("pk").values()) + list(Company.with_merged.order_by("pk").values())
    return rows | {"ideas": ideas, "people": people}
