"""How answers follow a contact that turns out to be another one: whoever was told under one address is not told under another."""

from datetime import timedelta
from typing import Any

from wellheard.answer.commands.writing import OPEN
from wellheard.answer.models import Answer, IdeaOptOut
from wellheard.customers.merging import Kind, Pair, Part, Remembered, moves, register
from wellheard.foundation import clock
from wellheard.foundation.mail.commands import recall_mail
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.installation import installation

State = Answer.State


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.CONTACT, IdeaOptOut, "contact")
    register(Kind.CONTACT, Part("answers", _join, _part), covers=[(Answer, "contact")])


def _join(pair: Pair) -> Remembered:
    moved: list[int] = []
    twins: list[dict[str, Any]] = []
    for answer in Answer.objects.select_for_update(no_key=True).filter(contact_id=pair.gone).order_by("pk"):
        twin = Answer.objects.select_for_update(no_key=True).filter(contact_id=pair.kept, **_subject(answer)).first()
        if twin is None:
            Answer.objects.filter(pk=answer.pk).update(contact=pair.kept)
            moved.append(answer.pk)
        elif changed := _keep_one(twin, answer, pair):
            twins.append(changed)
    return {"moved": moved, "twins": twins} if moved or twins else {}


def _subject(answer: Answer) -> dict[str, Any]:
    return {"idea_id": answer.idea_id, "feedback_id": answer.feedback_id, "occasion": answer.occasion}


def _keep_one(ours: Answer, theirs: Answer, pair: Pair) -> dict[str, Any] | None:
    """Let the answer that got furthest be the kept one's; the other one waits with the joined contact and does not go out."""
    is_swapped = _rank(theirs) > _rank(ours)
    other = ours if is_swapped else theirs
    if other.state == State.QUEUED and not _call_back(other):
        return None
    if not is_swapped and other.state not in OPEN:
        return None
    before = {"other": other.pk, "state": other.state, "hold_until": other.hold_until and other.hold_until.isoformat()}
    _hold_back(other)
    if is_swapped:
        _swap(ours, theirs, pair)
    return before | {"swapped": [ours.pk, theirs.pk] if is_swapped else None}


def _rank(answer: Answer) -> int:
    """Return how far an answer got: told, on its way, to be told, overtaken."""
    if answer.state in Answer.REACHED:
        return 3
    if answer.state == State.QUEUED:
        return 2
    return 1 if answer.state in OPEN else 0


def _call_back(answer: Answer) -> bool:
    """Call the mail of an answer back, so that they are not told twice; what else it says goes out again by itself.

    One that the mail server has is out.
    """
    if answer.mail_id is None or recall_mail(mail_id=answer.mail_id).state != OutgoingMail.State.WITHDRAWN:
        return False
    Answer.objects.filter(mail_id=answer.mail_id, state=State.QUEUED).update(state=State.HELD, hold_until=clock.now())
    answer.refresh_from_db()
    return True


def _hold_back(answer: Answer) -> None:
    """Let an answer that has not left wait unseen."""
    if answer.state in OPEN:
        answer.state, answer.hold_until = State.DROPPED, None
        answer.save(update_fields=["state", "hold_until"])


def _swap(ours: Answer, theirs: Answer, pair: Pair) -> None:
    """Exchange the contacts of two answers; for a moment one is about no occasion, as both may never be about the same."""
    Answer.objects.filter(pk=ours.pk).update(occasion="")
    Answer.objects.filter(pk=theirs.pk).update(contact=pair.kept)
    Answer.objects.filter(pk=ours.pk).update(contact=pair.gone)
    Answer.objects.filter(pk=ours.pk).update(occasion=ours.occasion)


def _part(pair: Pair, remembered: Remembered) -> None:
    for answer in Answer.objects.filter(pk__in=remembered["moved"], contact_id=pair.kept):
        if not Answer.objects.filter(contact_id=pair.gone, **_subject(answer)).exists():
            Answer.objects.filter(pk=answer.pk).update(contact=pair.gone)
    for twin in reversed(remembered["twins"]):
        if twin["swapped"]:
            _swap_back(*twin["swapped"], pair=pair)
        _bring_back(twin)


def _swap_back(ours_id: int, theirs_id: int, *, pair: Pair) -> None:
    theirs = Answer.objects.filter(pk=theirs_id, contact_id=pair.kept).first()
    ours = Answer.objects.filter(pk=ours_id, contact_id=pair.gone).first()
    if ours and theirs:
        _swap(theirs, ours, pair)


def _bring_back(twin: dict[str, Any]) -> None:
    """Owe again what was held back; what would go out by itself waits its full time, so that a person can look at it."""
    answer = Answer.objects.select_for_update(no_key=True).filter(pk=twin["other"], state=State.DROPPED).first()
    if answer is None or twin["state"] not in OPEN:
        return
    answer.state = twin["state"]
    if answer.state == State.HELD:
        answer.hold_until = clock.now() + timedelta(minutes=installation().hold_minutes)
    answer.save(update_fields=["state", "hold_until"])
