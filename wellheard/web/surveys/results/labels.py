"""What the options that people chose are called, for lists of answers."""

from collections.abc import Iterable

from wellheard.listen.surveys.models import Response, Survey
from wellheard.listen.surveys.options import labels_of


def labels_on(survey: Survey, responses: Iterable[Response], language: str) -> dict[str, str]:
    """Return by key what the options and pairs on a page of answers are called, in one query and one for each kind of row."""
    known: dict[str, str] = {}
    for question in survey.questions.all():
        known |= question.texts_in(language, survey.fallback).get("options", {})
    keys = {key for one in responses for item in one.items.all() for key in item.options}
    keys |= {key for one in responses for vote in one.pair_votes.all() for key in (vote.left, vote.right)}
    return known | labels_of(sorted(keys))
