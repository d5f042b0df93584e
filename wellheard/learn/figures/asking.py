"""What people say when we ask them: whether they would recommend us, are satisfied, and how easy it was."""

from django.utils.translation import gettext_lazy as _

from wellheard.foundation.statistics.promoters import LOWEST_PASSIVE, LOWEST_PROMOTER
from wellheard.learn.figures.figure import By, Figure, Kind, Split, Unit
from wellheard.learn.figures.tables import of_whom
from wellheard.listen.surveys.kinds import SCALES
from wellheard.listen.surveys.models import QuestionKind

_ONE = _("The last answer of one person, or of one device where nobody is known, on the day they gave it.")
_PAST = _("For all time. Whose company changed since counts with the company they answered for.")
_SATISFIED, _EASY, _HARD = 4, 5, 3


def _last(kind: str, good: str) -> str:
    """Return SQL for the last answer of each person in each stretch to surveys of a kind about us; `good` rates its score."""
    low, high = SCALES[kind]
    return f"""
SELECT number, key, contact_id, company_id, NULL::bigint AS idea_id, feedback_id, began_at, NULL::timestamptz AS ended_at,
    NULL::float8 AS seconds, {good} AS good
FROM (
    SELECT DISTINCT ON (s.number, who.person) s.number, r.id::text AS key, r.contact_id, r.company_id, r.feedback_id,
        r.answered_at AS began_at, r.score
    FROM stretches s
    JOIN surveys_response r ON r.answered_at >= s.begins AND r.answered_at < s.ends AND r.score BETWEEN {low} AND {high}
    JOIN surveys_survey v ON v.id = r.survey_id AND v.kind = '{kind}' AND (v.kind <> 'nps' OR NOT v.is_transactional)
    CROSS JOIN LATERAL (SELECT coalesce(r.contact_id::text, nullif(r.device, ''), '#' || r.id) AS person) AS who
    WHERE {of_whom("r.company_id")}
    ORDER BY s.number, who.person, r.answered_at DESC, r.id DESC
) AS last
"""  # noqa: S608 - pieces of our own


NPS = Figure(
    key="nps",
    name=_("Net promoter score (NPS)"),
    kind=Kind.SCORE,
    unit=Unit.POINTS,
    split=Split.SURVEYS,
    areas_by=By.COMPANY,
    met=_("Promoters: 9 and 10"),
    missed=_("Detractors: 0 to 6"),
    between=_("Passive: 7 and 8"),
    meaning=_(
        "Of those who said in surveys how likely they would recommend us, the share who said 9 or 10 less the share who said 0 "
        "to 6, in points from −100 to 100; surveys about one thing that just happened are left out. The interval counts "
        "colleagues as alike. The page of one survey is surer where a good part of everybody it is for has answered."
    ),
    one_case=_ONE,
    history=_PAST,
    cases=_last(
        QuestionKind.NPS, f"CASE WHEN score >= {LOWEST_PROMOTER} THEN TRUE WHEN score < {LOWEST_PASSIVE} THEN FALSE END"
    ),
)

CSAT = Figure(
    key="csat",
    name=_("Satisfaction in surveys (CSAT)"),
    kind=Kind.SHARE,
    unit=Unit.PERCENT,
    split=Split.SURVEYS,
    areas_by=By.COMPANY,
    met=_("Satisfied: 4 and 5"),
    missed=_("1 to 3"),
    meaning=_(
        "Of those who said in surveys how satisfied they are, how many gave one of the two best of five. How conversations with "
        "us went is a figure of its own."
    ),
    one_case=_ONE,
    history=_PAST,
    cases=_last(QuestionKind.CSAT, f"score >= {_SATISFIED}"),
)

CES = Figure(
    key="ces",
    name=_("Effort (CES)"),
    kind=Kind.MEAN,
    unit=Unit.OF_SEVEN,
    split=Split.SURVEYS,
    areas_by=By.COMPANY,
    met=_("Easy: 5 to 7"),
    missed=_("Hard: 1 to 3"),
    between=_("Neither: 4"),
    meaning=_(
        "The mean of what people said in surveys about how easy it was for them, from 1, very hard, to 7, very easy."
    ),
    one_case=_ONE,
    history=_PAST,
    cases=_last(QuestionKind.CES, f"CASE WHEN score >= {_EASY} THEN TRUE WHEN score <= {_HARD} THEN FALSE END"),
)

ASKING_FIGURES = (NPS, CSAT, CES)
