"""Read the ratings somebody wrote on the page: one to five, or weeks from low to high."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict  # noqa: TID251 - reads a form

from wellheard.decide.reviews.commands import RatingDraft
from wellheard.decide.reviews.models import Criterion, Rating, ReviewItem

PARTS = ("low", "likely", "high")
_LONGEST = 8


@dataclass(frozen=True)
class Asked:
    """One question about one idea, and what stands in its fields."""

    item: ReviewItem
    question: Mapping[str, Any]
    given: Mapping[str, str]

    @property
    def name(self) -> str:
        return name_of(self.item, self.question)

    @property
    def is_weeks(self) -> bool:
        return bool(self.question["kind"] == Criterion.Kind.WEEKS)

    @property
    def scale(self) -> list[tuple[int, bool]]:
        """The five numbers, and which one is chosen."""
        return [(number, self.given.get("value") == str(number)) for number in range(1, 6)]

    @property
    def weeks(self) -> list[tuple[str, str]]:
        """The parts of an estimate and what stands in each."""
        return [(part, self.given.get(part, "")) for part in PARTS]


def name_of(item: ReviewItem, question: Mapping[str, Any]) -> str:
    """Return the name of a question's fields."""
    return f"rating-{item.pk}-{question['key']}"


def standing(rating: Rating | None) -> dict[str, str]:
    """Return what somebody gave, as it stands in fields."""
    if rating is None:
        return {}
    if rating.value is not None:
        return {"value": str(rating.value)}
    return {part: f"{getattr(rating, f'{part}_weeks').normalize():f}" for part in PARTS}


def typed(item: ReviewItem, question: Mapping[str, Any], data: QueryDict) -> dict[str, str]:
    """Return what somebody typed, as they typed it."""
    name = name_of(item, question)
    if question["kind"] == Criterion.Kind.WEEKS:
        return {part: data.get(f"{name}-{part}", "").strip() for part in PARTS}
    return {"value": data.get(name, "")}


def drafts_of(items: list[ReviewItem], questions: list[dict[str, Any]], data: QueryDict) -> Iterator[RatingDraft]:
    """Return what somebody typed as the command takes it; what cannot be read is refused there."""
    for item in items:
        for question in questions:
            said = typed(item, question, data)
            if question["kind"] == Criterion.Kind.WEEKS:
                yield RatingDraft(item.pk, question["key"], weeks=_weeks(said))
            else:
                yield RatingDraft(item.pk, question["key"], value=_value(said["value"]))


def _value(said: str) -> int | None:
    if not said:
        return None
    return int(said) if said in {"1", "2", "3", "4", "5"} else 0


def _weeks(said: Mapping[str, str]) -> tuple[Decimal, Decimal, Decimal] | None:
    written = [said[part] for part in PARTS]
    if not any(written):
        return None
    low, likely, high = (_number(text) for text in written)
    return low, likely, high


def _number(said: str) -> Decimal:
    """Return a number of weeks to a tenth; none for what is no number, which is refused then."""
    try:
        number = Decimal(said.replace(",", ".")) if len(said) <= _LONGEST else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
    return number.quantize(Decimal("0.1")) if number.is_finite() and number < 10**4 else Decimal(0)
