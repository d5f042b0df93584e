"""What may be answered to each kind of question."""

from wellheard.listen.surveys.models import QuestionKind as Kind

# The lowest and the highest number.
SCALES: dict[str, tuple[int, int]] = {Kind.NPS: (0, 10), Kind.CSAT: (1, 5), Kind.CES: (1, 7), Kind.RATING: (1, 5)}
WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.PAIR})

# 0 to 6 detractors, 7 and 8 passive, 9 and 10 promoters: Reichheld, "The One Number You Need to Grow", HBR 12/2003.
PROMOTER_FROM, DETRACTOR_TO = 9, 6


def is_detractor(kind: str, score: int | None) -> bool:
    """Tell whether somebody is unhappy: NPS 0 to 6, satisfaction or stars 1 or 2 of 5, ease 1 to 3 of 7."""
    if score is None or kind not in SCALES:
        return False
    return score <= {Kind.NPS: DETRACTOR_TO, Kind.CSAT: 2, Kind.RATING: 2, Kind.CES: 3}[Kind(kind)]
