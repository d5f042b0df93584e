"""What is known of an idea, as data that can be kept: texts, counts, money, and who needs it how much."""

import hashlib
import json
from collections import Counter
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.workspace.installation import installation

# What a reader of an approved text approved.
TEXTS = ("title", "problem", "workaround", "public_text", "internal_text")
_COUNTS = ("need_count", "company_count", "contact_count", "vote_count", "feedback_count")
_MONEY = (
    "mrr_minor",
    "risk_minor",
    "lost_minor",
    "lost_deals_minor",
    "pipeline_minor",
    "expansion_minor",
    "largest_minor",
)
# So many of who pays most are kept by name of their row; the others by their count.
MOST_ROWS = 50


def snapshot_of(idea: Idea) -> dict[str, Any]:
    """Return what is known of an idea now. Money is a month's, in minor units of the reporting currency.

    Customers' words stand in it as the number of their feedback, companies as theirs: what somebody asks us to forget is
    forgotten in old meetings too, while the numbers they decided by stay.
    """
    standing = idea.evidence.standing()
    rows = standing.annotate(worth=Coalesce(F("company__mrr_minor"), 0)).order_by("-worth", "pk")
    return {
        "texts": {name: getattr(idea, name) for name in TEXTS},
        "status": idea.status,
        "idea_version": idea.version,
        "counts": {name: getattr(idea, name) for name in _COUNTS},
        "money": {name: getattr(idea, name) for name in _MONEY},
        "currency": installation().currency,
        "as_of": clock.today().isoformat(),
        "grades": _counted(standing.values_list("grade", flat=True)),
        "importance": _counted(standing.exclude(importance=None).values_list("importance", flat=True)),
        "withdrawn": idea.evidence.exclude(withdrawn_at=None).count(),
        "quote": idea.loudest_id,
        "evidence": [
            {"company": company, "grade": grade, "importance": importance, "mrr_minor": worth}
            for company, grade, importance, worth in rows.values_list("company_id", "grade", "importance", "worth")[
                :MOST_ROWS
            ]
        ],
    }


def hash_of(data: object) -> str:
    """Return the fingerprint of kept data; the same data have the same, however the database orders their keys."""
    plain = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def has_other_texts(idea: Idea, snapshot: dict[str, Any]) -> bool:
    """Tell whether an idea's texts are not those that lay on the table."""
    texts: dict[str, str] = snapshot.get("texts") or {}
    return bool(texts) and any(getattr(idea, name) != texts.get(name, "") for name in TEXTS)


def _counted(values: Any) -> dict[str, int]:
    return {str(value): count for value, count in sorted(Counter(values).items())}
