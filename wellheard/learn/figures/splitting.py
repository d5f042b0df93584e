"""The cases of a figure parted: by the survey they answer, by the way they came in, or by what saved them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from wellheard.foundation.statistics.intervals import Share, wilson
from wellheard.learn.figures.figure import Figure, Split
from wellheard.learn.figures.reading import Only, grouped
from wellheard.learn.figures.scope import Scope
from wellheard.listen.models import Feedback

_STATEMENTS = {
    Split.SURVEYS: """
SELECT survey.id, survey.name, count(*) FROM cases JOIN surveys_response answer ON answer.id = cases.key::bigint
JOIN surveys_survey survey ON survey.id = answer.survey_id GROUP BY 1, 2 ORDER BY 3 DESC, 1
""",
    Split.WAYS: """
SELECT said.source, said.source, count(*) FROM cases JOIN listen_feedback said ON said.id = cases.feedback_id
GROUP BY 1 ORDER BY 3 DESC, 1
""",
    Split.SAVINGS: """
SELECT split_part(key, '-', 1), split_part(key, '-', 1), count(*) FROM cases GROUP BY 1 ORDER BY 3 DESC, 1
""",
}
_CONDITIONS = {
    Split.SURVEYS: "key::bigint IN (SELECT id FROM surveys_response WHERE survey_id = %(part)s::bigint)",
    Split.WAYS: "feedback_id IN (SELECT id FROM listen_feedback WHERE source = %(part)s::text)",
    Split.SAVINGS: "split_part(key, '-', 1) = %(part)s::text",
}
SAVINGS = {
    "returned": _("Came back"),
    "asked": _("Came back for what they had asked for"),
    "stayed": _("Stayed at the cancellation form"),
    "kept": _("No longer at risk"),
    "begun": _("Began after all"),
}


@dataclass(frozen=True)
class Part:
    """One part of the cases: `key` is how an address names it, `share` how large it is."""

    key: str
    name: str
    share: Share


def parts_of(figure: Figure, scope: Scope) -> list[Part]:
    """Return the parts of a figure's cases, the largest first, in one statement; none where it is not parted."""
    if figure.split is None:
        return []
    rows: list[tuple[Any, ...]] = grouped(figure, scope, _STATEMENTS[figure.split])
    whole = sum(many for _key, _name, many in rows)
    return [Part(str(key), _name_of(figure, name), wilson(many, whole)) for key, name, many in rows]


def only(figure: Figure, part: str) -> Only | None:
    """Return the condition for one part; None for a part that cannot be, or a figure that is not parted."""
    if figure.split is Split.SURVEYS and part.isascii() and part.isdecimal() and len(part) < 10:  # noqa: PLR2004 - a number
        return Only(_CONDITIONS[figure.split], {"part": part})
    known = {Split.WAYS: Feedback.Source.values, Split.SAVINGS: SAVINGS}
    if figure.split in known and part in known[figure.split]:
        return Only(_CONDITIONS[figure.split], {"part": part})
    return None


def _name_of(figure: Figure, name: str) -> str:
    if figure.split is Split.SAVINGS:
        return str(SAVINGS[name])
    return str(Feedback.Source(name).label) if figure.split is Split.WAYS else name
