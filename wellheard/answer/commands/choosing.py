"""Do the same with many answers at once; what has left meanwhile stays as it is."""

from collections.abc import Callable, Iterable

from django.db import transaction

from wellheard.answer.commands.writing import AnswerError, keep_back, mark_told
from wellheard.workspace.models import Staff


def keep_chosen(*, answer_ids: Iterable[int]) -> int:
    """Let these answers wait for a person instead of going out by themselves; return how many can still wait."""
    return _each(answer_ids, lambda answer_id: keep_back(answer_id=answer_id))


def tell_chosen(*, answer_ids: Iterable[int], how: str, by: Staff) -> int:
    """Note that a person told all of these; return how many had not left yet. Raises AnswerError without saying how."""
    return _each(answer_ids, lambda answer_id: mark_told(answer_id=answer_id, how=how, by=by))


@transaction.atomic
def _each(answer_ids: Iterable[int], change: Callable[[int], object]) -> int:
    done, problem = 0, None
    for answer_id in sorted(set(answer_ids)):
        try:
            with transaction.atomic():
                change(answer_id)
        except AnswerError as refused:
            problem = refused
        else:
            done += 1
    # One sentence for all of them: nothing could be done at all.
    if problem and not done:
        raise problem
    return done
