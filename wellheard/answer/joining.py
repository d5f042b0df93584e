"""What becomes of answers when two ideas become one, and two again: nobody is owed twice, nobody loses what is owed.

An answer follows its idea. Where one contact has an answer about both on the same occasion, the one that reached them
counts and the other is set aside at the source; so is news of the source that is not true of the target. What was set
aside is dropped, and owed again when the merge is undone.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from wellheard.answer.commands import DROPPED, OPEN
from wellheard.answer.models import Answer
from wellheard.answer.queries import is_true_of
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger
from wellheard.workspace.installation import installation

_ON_ITS_WAY = "on-its-way"


def move(source: Idea, target: Idea) -> dict[str, Any]:
    """Let the source's answers be about the target; return what moved, changed places or was set aside."""
    theirs = {
        (one.contact_id, one.occasion, one.round): one
        for one in Answer.objects.select_for_update(no_key=True).filter(idea=target)
    }
    moved: list[int] = []
    swapped: list[list[int]] = []
    aside: list[Answer] = []
    for answer in Answer.objects.select_for_update(no_key=True).filter(idea=source).order_by("pk"):
        there = theirs.get((answer.contact_id, answer.occasion, answer.round))
        is_news = answer.state not in OPEN or is_true_of(target, answer.occasion)
        if there is None and is_news:
            moved.append(answer.pk)
        elif there and _rank(answer) > _rank(there) and is_news:
            swapped.append([answer.pk, there.pk])
            aside.append(there)
        else:
            aside.append(answer)
    for one, other in swapped:
        _change_places(one, other, source=source, target=target)
    Answer.objects.filter(pk__in=moved).update(idea=target)
    return {
        "moved": moved,
        "swapped": swapped,
        "aside": [_set_aside(answer) for answer in aside if answer.state in OPEN],
    }


def restore(source: Idea, target: Idea, record: dict[str, Any]) -> None:
    """Bring back what `move` changed, as far as it was not changed again since."""
    for one, other in record["swapped"]:
        if Answer.objects.filter(Q(pk=one, idea=target) | Q(pk=other, idea=source)).count() == len([one, other]):
            _change_places(one, other, source=target, target=source)
    for pk in record["moved"]:
        answer = Answer.objects.select_for_update(no_key=True).filter(pk=pk, idea=target).first()
        if (
            answer
            and not _answers(source)
            .filter(contact=answer.contact_id, occasion=answer.occasion, round=answer.round)
            .exists()
        ):
            Answer.objects.filter(pk=pk).update(idea=source)
    for pk, state, hold_until in record["aside"]:
        _owe_again(pk, state, hold_until)


def _answers(idea: Idea) -> Any:
    return Answer.objects.filter(idea=idea)


def _rank(answer: Answer) -> int:
    """Return how far an answer is: dropped, open, leaving, arrived."""
    if answer.state == Answer.State.DROPPED:
        return 0
    if answer.state in OPEN:
        return 1
    return 3 if answer.state in Answer.REACHED else 2


def _change_places(one: int, other: int, *, source: Idea, target: Idea) -> None:
    """Let an answer about the source be about the target and the other way round; one occasion of a contact is unique."""
    occasion = Answer.objects.values_list("occasion", flat=True).get(pk=other)
    Answer.objects.filter(pk=other).update(occasion=_ON_ITS_WAY)
    Answer.objects.filter(pk=one).update(idea=target)
    Answer.objects.filter(pk=other).update(idea=source, occasion=occasion)


def _set_aside(answer: Answer) -> list[Any]:
    state, hold_until = answer.state, answer.hold_until
    answer.state, answer.hold_until = Answer.State.DROPPED, None
    answer.save(update_fields=["state", "hold_until"])
    ledger.record(DROPPED, answer, by=None)
    return [answer.pk, state, hold_until.isoformat() if hold_until else None]


def _owe_again(pk: int, state: str, hold_until: str | None) -> None:
    answer = Answer.objects.select_for_update(no_key=True).filter(pk=pk, state=Answer.State.DROPPED).first()
    if answer is None:
        return
    answer.state = state
    if hold_until:
        until = Answer._meta.get_field("hold_until").to_python(hold_until)  # noqa: SLF001 - documented
        # Nobody gets a mail in the moment somebody presses Undo.
        soonest = clock.now() + timedelta(minutes=installation().hold_minutes)
        answer.hold_until = until if until > clock.now() else soonest
    answer.save(update_fields=["state", "hold_until"])
