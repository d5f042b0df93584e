"""Write down what a customer said, say who it was, file it and link it, each in one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands import find_or_make_contact, join_company
from wellheard.customers.models import Company, Contact
from wellheard.decide.commands import link_feedback, open_idea
from wellheard.decide.models import Idea
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.commands import bring_back_feedback, place_feedback, record_feedback
from wellheard.listen.models import Feedback, TriageBatch, TriageStep
from wellheard.understand.commands import FilingError, file_feedback
from wellheard.web.feedback.commands.steps import step
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
    """How somebody files feedback: area, category, and the ideas it is evidence for, there already or new."""

    area_id: int | None
    category_id: int | None
    idea_ids: tuple[int, ...] = ()
    new_title: str = ""
    new_problem: str = ""


@dataclass(frozen=True)
class Filed:
    """Feedback as filed, the ideas it was linked to now, and the step that can be taken back."""

    feedback: Feedback
    ideas: list[Idea]
    step: TriageStep | None


class FiledMeanwhileError(FilingError):
    """Somebody else filed it, or took it back, since this person opened it; `feedback` is how it stands now."""

    def __init__(self, sentence: str, feedback: Feedback) -> None:
        super().__init__(sentence)
        self.feedback = feedback


def state_of(feedback: Feedback) -> str:
    """Return the filing somebody saw, as a form carries it along; empty while it waits."""
    settled_at = feedback.filed_at or feedback.set_aside_at
    return settled_at.isoformat() if settled_at else ""


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
def file_and_link(*, feedback_id: int, filing: Filing, seen: str, by: Staff, batch: TriageBatch | None = None) -> Filed:
    """File feedback and make it evidence for ideas, all or nothing. `seen` is the filing this person had before them.

    What was set aside comes back with it. Raises FiledMeanwhileError when somebody else filed it otherwise since, FilingError,
    IdeaError and LinkError.
    """
    _require_seen(feedback_id, filing, seen)
    with step(kind="file", feedback_ids=[feedback_id], by=by, batch=batch) as taken:
        if Feedback.objects.filter(pk=feedback_id).exclude(set_aside_at=None).exists():
            bring_back_feedback(feedback_id=feedback_id)
        feedback = file_feedback(feedback_id=feedback_id, area_id=filing.area_id, category_id=filing.category_id, by=by)
        ideas = [link_feedback(feedback_id=feedback.pk, idea_id=pk, by=by).idea for pk in filing.idea_ids]
        if title := clean_line(filing.new_title):
            idea, taken.idea_id = _new_idea(feedback, title, filing, by)
            ideas.append(link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=by).idea)
    return Filed(feedback, ideas, taken.row)


def _settled(who: Who) -> Contact | None:
    contact = who.contact
    if contact is None and (who.email or who.name):
        contact = find_or_make_contact(email=who.email, name=who.name)
    if contact and who.company and not contact.memberships.exists():
        join_company(contact=contact, company=who.company)
    return contact


def _require_seen(feedback_id: int, filing: Filing, seen: str) -> None:
    feedback = _locked(feedback_id)
    if feedback.split_at or feedback.same_as_id:
        raise FilingError(_("This was split or put together with another; file what stands for it now."))
    is_same = feedback.is_filed and (feedback.area_id, feedback.category_id) == (filing.area_id, filing.category_id)
    if state_of(feedback) not in {"", seen} and not is_same:
        raise FiledMeanwhileError(_happened(feedback), feedback)


def _happened(feedback: Feedback) -> str:
    """Say what a colleague did with it meanwhile."""
    if feedback.is_filed:
        return _(
            "%(name)s filed this while you had it open: %(filing)s. Yours is kept below; file it again to replace theirs."
        ) % {"name": feedback.filed_by or _("Somebody"), "filing": in_words(feedback)}
    return _(
        "%(name)s set this aside while you had it open: %(reason)s. Yours is kept below; file it again to bring it back."
    ) % {"name": feedback.set_aside_by or _("Somebody"), "reason": feedback.get_set_aside_reason_display()}


def _locked(feedback_id: int) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",), no_key=True).select_related(
        "area", "category", "filed_by", "set_aside_by"
    )
    feedback = rows.filter(pk=feedback_id).first()
    if feedback is None:
        raise FilingError(_("This feedback does not exist any more; go back to the list and open another."))
    return feedback


def _new_idea(feedback: Feedback, title: str, filing: Filing, by: Staff) -> tuple[Idea, int | None]:
    """Return the idea of this title, and its number when it is written only now. A double click sends it twice."""
    if there := Idea.objects.filter(items__feedback=feedback, title=title).first():
        return there, None
    newest = Idea.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    idea = open_idea(title=title, problem=filing.new_problem, by=by, area=feedback.area, language=feedback.language)
    return idea, idea.pk if idea.pk > newest else None
