"""Word an occasion for all who hear of it, or take that back; answers nobody edited one by one are written anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellheard.answer import drafts
from wellheard.answer.commands.writing import OPEN, WORDS_LIMIT
from wellheard.answer.languages import FRAMES
from wellheard.answer.models import Answer, Wording
from wellheard.answer.wordings import PLACEHOLDERS
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.foundation.text.placeholders import PlaceholderError, require_known
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

REWORDED = names.declare("wording.changed", "An occasion is worded otherwise; answers nobody edited are written anew.")
REDRAFTED = names.declare("answer.redrafted", "An answer that had not gone out was written anew from a wording.")

SUBJECT_LIMIT = 300


class WordingError(ValueError):
    """An occasion cannot be worded so."""


class StaleWordingError(WordingError):
    """Somebody else changed the wording since this person began."""


@dataclass(frozen=True)
class Reach:
    """For whom a wording is: an occasion in a language, of one source or all, about one idea or all."""

    occasion: str
    language: str
    source: str = ""
    idea_id: int | None = None

    def wording(self) -> Wording | None:
        """Return what staff wrote for exactly these."""
        kept = Wording.objects.filter(occasion=self.occasion, language=self.language, source=self.source)
        return kept.filter(idea=self.idea_id).first()

    def answers(self) -> QuerySet[Answer]:
        """Return the answers it is for, whatever became of them; longest waiting first."""
        found = Answer.objects.filter(occasion=self.occasion, language=self.language)
        if self.idea_id:
            found = found.filter(idea=self.idea_id)
        if self.source:
            found = found.filter(quote__source=self.source)
        return found.order_by("waiting_since", "pk")

    def redraftable(self) -> QuerySet[Answer]:
        """Return those that have not gone out and nobody edited: these follow the wording."""
        # What is about one piece of feedback alone holds staff's own words already.
        return self.answers().filter(state__in=OPEN, edited_by=None).exclude(idea=None)


@transaction.atomic
def word(*, reach: Reach, version: int, subject_line: str, words: str, by: Staff) -> Wording:
    """Word an occasion; saving what is there changes nothing. `version` is 0 for the first.

    Raises WordingError for empty or overlong texts and unknown placeholders, StaleWordingError when somebody else was faster.
    """
    subject_line, words = _checked(reach, subject_line, words)
    there = _locked(reach)
    if there and (there.subject_line, there.words) == (subject_line, words):
        return there
    if (there.version if there else 0) != version:
        raise StaleWordingError(
            _("Somebody else changed this wording while you wrote. Compare with theirs below, then save again.")
        )
    row = there or Wording(
        occasion=reach.occasion, language=reach.language, source=reach.source, idea_id=reach.idea_id, version=0
    )
    row.before_subject_line, row.before_words = row.subject_line, row.words
    _write(row, subject_line, words, by)
    return row


@transaction.atomic
def undo_wording(*, wording_id: int, by: Staff) -> None:
    """Take the last change of a wording back: what stood before counts again, our own words where nothing did.

    Taking it back twice brings it forward again; of a wording that is gone nothing is left to take back.
    """
    row = Wording.objects.select_for_update(no_key=True).filter(pk=wording_id).first()
    if row is None:
        return
    if not row.before_words:
        drop_wording(wording_id=wording_id)
        return
    subject_line, words = row.before_subject_line, row.before_words
    row.before_subject_line, row.before_words = row.subject_line, row.words
    _write(row, subject_line, words, by)


@transaction.atomic
def drop_wording(*, wording_id: int) -> None:
    """Let our own words, or those of a wider wording, count again. Of one that is gone nothing is left to drop."""
    row = Wording.objects.select_for_update(no_key=True).filter(pk=wording_id).first()
    if row is None:
        return
    _record(row)
    row.delete()


@transaction.atomic
def redraft(*, answer_ids: Sequence[int]) -> int:
    """Write these answers anew from what is worded now; what left or was edited meanwhile stays. Safe to repeat."""
    people = ("contact", "idea", "decision", "release", "quote", "feedback")
    written = [f"{place}__translations" for place in ("idea", "decision", "release")]
    rows = (
        Answer.objects.select_for_update(of=("self",), no_key=True).select_related(*people).prefetch_related(*written)
    )
    changed = 0
    for answer in rows.filter(pk__in=answer_ids, state__in=OPEN, edited_by=None).order_by("pk"):
        draft = drafts.draft(answer)
        if (draft.subject_line, draft.words) == (answer.subject_line, answer.words):
            continue
        answer.subject_line, answer.words = draft.subject_line, draft.words
        answer.staff_language = draft.staff_language
        answer.version += 1
        answer.save(update_fields=["subject_line", "words", "staff_language", "version"])
        ledger.record(REDRAFTED, answer)
        changed += 1
    return changed


def _write(row: Wording, subject_line: str, words: str, by: Staff) -> None:
    row.subject_line, row.words, row.edited_by, row.edited_at = subject_line, words, by, clock.now()
    row.version += 1
    if row.pk:
        row.save(
            update_fields=[
                "subject_line", "words", "before_subject_line", "before_words", "edited_by", "edited_at", "version"
            ]
        )  # fmt: skip
    else:
        row.save(force_insert=True)
    _record(row)


def _record(row: Wording) -> None:
    ledger.record(REWORDED, row, occasion=row.occasion, language=row.language, source=row.source, idea=row.idea_id)


def _locked(reach: Reach) -> Wording | None:
    there = reach.wording()
    return Wording.objects.select_for_update(no_key=True).filter(pk=there.pk).first() if there else None


def _checked(reach: Reach, subject_line: str, words: str) -> tuple[str, str]:
    if reach.occasion not in Answer.Occasion.values or reach.language not in FRAMES:
        raise WordingError(_("Choose the occasion and the language from the list."))
    if reach.source and reach.source not in Feedback.Source.values:
        raise WordingError(_("Choose the source from the list."))
    if reach.idea_id and not Idea.objects.filter(pk=reach.idea_id).exists():
        raise WordingError(_("This idea does not exist any more. Go back to the list of answers."))
    subject_line, words = clean_line(subject_line), clean_words(words)
    if not subject_line or not words:
        raise WordingError(_("Write a subject and the answer; an empty mail tells nobody anything."))
    if len(subject_line) > SUBJECT_LIMIT or len(words) > WORDS_LIMIT:
        raise WordingError(_("A subject has at most 300 characters and an answer 20,000; shorten it."))
    try:
        require_known(f"{subject_line}\n{words}", list(PLACEHOLDERS))
    except PlaceholderError as problem:
        raise WordingError(str(problem)) from problem
    return subject_line, words
