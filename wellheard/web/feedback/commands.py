"""What the pages about feedback change across stages, each in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands import find_or_make_contact, join_company
from wellheard.customers.models import Company, Contact
from wellheard.decide.commands import link_feedback, open_idea, unlink_feedback
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands import place_feedback, record_feedback
from wellheard.listen.models import Feedback
from wellheard.understand.commands import FilingError, file_feedback, unfile_feedback
from wellheard.workspace.models import Staff

ORIGIN = "staff"


@dataclass(frozen=True)
class Who:
    """Who said something, as staff knows it: a contact we have, or the address and name of a new one; a company."""

    contact: Contact | None = None
    email: str = ""
    name: str = ""
    company: Company | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.contact or self.email or self.name or self.company)


@dataclass(frozen=True)
class Filing:
    """How somebody files feedback: area, category, and the idea it is evidence for, there already or new."""

    area_id: int | None
    category_id: int | None
    idea_id: int | None = None
    new_title: str = ""
    new_problem: str = ""


@dataclass(frozen=True)
class Filed:
    """Feedback as filed, the idea it was linked to now, and what undoing that needs to know."""

    feedback: Feedback
    idea: Idea | None
    is_link_new: bool

    @property
    def undo(self) -> dict[str, str]:
        return {"seen": state_of(self.feedback), "idea": str(self.idea.pk) if self.idea and self.is_link_new else ""}


class FiledMeanwhileError(FilingError):
    """Somebody else filed it, or took it back, since this person opened it; `feedback` is how it stands now."""

    def __init__(self, sentence: str, feedback: Feedback) -> None:
        super().__init__(sentence)
        self.feedback = feedback


def state_of(feedback: Feedback) -> str:
    """Return the filing somebody saw, as a form carries it along; empty while it waits to be filed."""
    return feedback.filed_at.isoformat() if feedback.filed_at else ""


def in_words(feedback: Feedback) -> str:
    """Return a filing as people read it: its area and its category."""
    named = [str(part) for part in (feedback.area, feedback.category) if part]
    return " · ".join(named) or _("no area, no category")


@transaction.atomic
def write_down(
    *, words: str, source: str, voice: str, quotable: str, heard_at: datetime | None, who: Who, once: str, by: Staff
) -> Feedback:
    """Keep what a customer told one of us. The same form sent twice is kept once; with other words it is another thing."""
    contact = _settled(who)
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    return record_feedback(
        words=words,
        source=source,
        voice=voice,
        quotable=quotable,
        heard_at=heard_at,
        contact=contact,
        company=who.company,
        logged_by=by,
        origin=ORIGIN,
        origin_key=f"{by.pk}-{once}-{digest}" if once else "",
    )


@transaction.atomic
def say_who(*, feedback_id: int, who: Who) -> Feedback:
    """Note who said something, now that we know."""
    return place_feedback(feedback_id=feedback_id, contact=_settled(who), company=who.company)


@transaction.atomic
def file_and_link(*, feedback_id: int, filing: Filing, seen: str, by: Staff) -> Filed:
    """File feedback and make it evidence for an idea, all or nothing. `seen` is the filing this person had before them.

    Raises FiledMeanwhileError when somebody else filed it otherwise since, FilingError, IdeaError and LinkError.
    """
    _require_seen(feedback_id, filing, seen)
    feedback = file_feedback(feedback_id=feedback_id, area_id=filing.area_id, category_id=filing.category_id, by=by)
    idea_id = _chosen_idea(feedback, filing, by)
    if idea_id is None:
        return Filed(feedback, None, is_link_new=False)
    is_link_new = not EvidenceItem.objects.filter(feedback=feedback, idea=idea_id).exists()
    item = link_feedback(feedback_id=feedback.pk, idea_id=idea_id, by=by)
    return Filed(feedback, item.idea, is_link_new)


@transaction.atomic
def take_back_filing(*, feedback_id: int, idea_id: int | None, seen: str) -> Feedback:
    """Undo a filing and the link made with it; an idea written with it stays. Raises FiledMeanwhileError."""
    feedback = _locked(feedback_id)
    if feedback.is_filed and state_of(feedback) != seen:
        sentence = _("Somebody filed this again since. Nothing was taken back; open it to change its filing.")
        raise FiledMeanwhileError(sentence, feedback)
    if idea_id is not None:
        unlink_feedback(feedback_id=feedback_id, idea_id=idea_id)
    return unfile_feedback(feedback_id=feedback_id)


def _settled(who: Who) -> Contact | None:
    contact = who.contact
    if contact is None and (who.email or who.name):
        contact = find_or_make_contact(email=who.email, name=who.name)
    if contact and who.company and not contact.memberships.exists():
        join_company(contact=contact, company=who.company)
    return contact


def _require_seen(feedback_id: int, filing: Filing, seen: str) -> None:
    feedback = _locked(feedback_id)
    is_same = (feedback.area_id, feedback.category_id) == (filing.area_id, filing.category_id)
    if feedback.is_filed and state_of(feedback) != seen and not is_same:
        sentence = _(
            "%(name)s filed this while you had it open: %(filing)s. Yours is kept below; file it again to replace theirs."
        ) % {"name": feedback.filed_by or _("Somebody"), "filing": in_words(feedback)}
        raise FiledMeanwhileError(sentence, feedback)


def _locked(feedback_id: int) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("area", "category", "filed_by")
    feedback = rows.filter(pk=feedback_id).first()
    if feedback is None:
        raise FilingError(_("This feedback does not exist any more; go back to the list and open another."))
    return feedback


def _chosen_idea(feedback: Feedback, filing: Filing, by: Staff) -> int | None:
    title = clean_line(filing.new_title)
    if not title:
        return filing.idea_id
    # A double click sends the same new idea twice.
    there = Idea.objects.filter(items__feedback=feedback, title=title).first()
    language = feedback.language
    idea = there or open_idea(title=title, problem=filing.new_problem, by=by, area=feedback.area, language=language)
    return idea.pk
