"""Whose words are meant: those of the companies of a saved segment, or of the companies that fit a rule written in place."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from wellheard.customers.models import Company, Segment
from wellheard.customers.segments.rules import compile_rule, describe


@dataclass(frozen=True)
class Among:
    """Some companies: a segment, whose members stand as rows, or a rule, which is asked once."""

    segment: Segment | None = None
    rule: dict[str, Any] | None = None

    @property
    def segment_id(self) -> int | None:
        return self.segment.pk if self.segment else None

    @property
    def companies(self) -> QuerySet[Company]:
        """Return who is meant."""
        if self.segment:
            return Company.objects.filter(pk__in=self.segment.members.values("company"))
        return Company.objects.filter(compile_rule(self.rule))

    @cached_property
    def company_ids(self) -> list[int] | None:
        """Return who fits the rule now; None for a segment."""
        if self.segment or self.rule is None:
            return None
        return list(self.companies.order_by().values_list("pk", flat=True))

    @cached_property
    def words(self) -> str:
        """Say who is meant, in the reader's language."""
        return str(self.segment) if self.segment else describe(self.rule)

    @property
    def query(self) -> str:
        """Return what stands in an address for it."""
        return urlencode({"segment": self.segment.pk} if self.segment else {"rule": written(self.rule)})


def written(rule: Any) -> str:
    """Return a rule as it stands in an address."""
    return json.dumps(rule, ensure_ascii=False, separators=(",", ":"))
