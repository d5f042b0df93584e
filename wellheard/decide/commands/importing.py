"""Bring in many ideas with their votes and comments at once. Nobody is ever told of an import."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from wellheard.customers.models import Contact, Membership
from wellheard.decide.commands.comments import recount_comments
from wellheard.decide.commands.evidence import settle
from wellheard.decide.counters import recount
from wellheard.decide.models import Comment, Evidence, EvidenceItem, Idea, ImportedIdea, Vote
from wellheard.foundation import clock, journal
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.foundation.text.language import detect_language
from wellheard.listen.commands.feedback import feedback_values
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area, Staff

IDEA_IMPORTED = names.declare("idea.imported", "An import added an idea, with the status it had elsewhere.")
VOTE_IMPORTED = names.declare("idea.vote_imported", "An import added a contact's vote for an idea.")
COMMENT_IMPORTED = names.declare("idea.comment_imported", "An import added what somebody wrote under an idea.")

Outcome = Literal["new", "updated", "unchanged"]


@dataclass(frozen=True)
class IdeaDraft:
    """An idea as another board had it; `into` is the one it was merged into there."""

    key: str
    title: str
    text: str = ""
    status: str = Idea.Status.HEARD
    area: Area | None = None
    created_at: datetime | None = None
    status_at: datetime | None = None
    response: str = ""
    note: str = ""
    url: str = ""
    into: str = ""
    votes: int = 0


@dataclass(frozen=True)
class VoteDraft:
    """That a contact wanted an idea there."""

    key: str
    contact: Contact
    voted_at: datetime | None = None
    importance: int | None = None


@dataclass(frozen=True)
class SaidDraft:
    """What somebody said about an idea there, or the idea itself in its author's words."""

    key: str
    origin_key: str
    words: str
    contact: Contact | None = None
    author: str = ""
    said_at: datetime | None = None


class CommentDraft(SaidDraft):
    """What somebody wrote below an idea there: it stands below the idea here too, private until it is published."""


@dataclass(frozen=True)
class ReplyDraft:
    """What the team of that board wrote below an idea there, where everybody could read it."""

    key: str
    words: str
    staff: Staff | None = None
    said_at: datetime | None = None


Draft = IdeaDraft | VoteDraft | SaidDraft | ReplyDraft


@transaction.atomic
def import_ideas(*, origin: str, drafts: Sequence[Draft]) -> list[Outcome | None]:
    """Add what is not here yet; return what came of each draft in order, None where its idea is unknown.

    An idea that came in before stays as it is here: only its number of votes there follows the file.
    """
    batch = _Batch(origin, drafts)
    outcomes = [batch.put(draft) for draft in drafts]
    batch.write()
    return outcomes


@transaction.atomic
def settle_unattributed(*, origin: str) -> None:
    """Keep for each idea of a system how many of its votes there nobody is named for, once all its voters are in."""
    named = (
        Vote.objects.filter(idea=OuterRef("idea")).order_by().values("idea").annotate(count=Count("pk")).values("count")
    )
    rest = F("votes_there") - Coalesce(Subquery(named), 0)
    ImportedIdea.objects.filter(origin=origin).update(unattributed_count=Greatest(rest, 0))


@transaction.atomic
def keep_note(*, origin: str, key: str, note: str) -> bool:
    """Keep what was written for staff only under an idea there; tell whether it was new. Nothing is changed the second time."""
    known = ImportedIdea.objects.filter(origin=origin, origin_key=key).values_list("idea_id", flat=True).first()
    idea = Idea.objects.select_for_update(of=("self",), no_key=True).filter(pk=known or 0).first()
    note = clean_words(note)
    if idea is None or not note or note in idea.internal_text:
        return False
    before = idea.internal_text
    idea.internal_text = f"{before}\n\n{note}".strip()
    idea.save(update_fields=["internal_text"])
    journal.changed(idea, {"internal_text": before})
    ledger.record_many(IDEA_IMPORTED, [idea], change="noted")
    return True


class _Batch:
    """Ideas, votes and comments of one part, written in a few statements."""

    def __init__(self, origin: str, drafts: Sequence[Draft]) -> None:
        self._origin = origin
        keys = {draft.key for draft in drafts} | {draft.into for draft in drafts if isinstance(draft, IdeaDraft)}
        rows = ImportedIdea.objects.filter(origin=origin, origin_key__in=keys).select_related("idea")
        self._known = {row.origin_key: row for row in rows}
        contacts = {draft.contact.pk for draft in drafts if isinstance(draft, VoteDraft | SaidDraft) and draft.contact}
        self._companies = dict(
            Membership.objects.filter(is_primary=True, contact_id__in=contacts).values_list("contact_id", "company_id")
        )
        ideas = [row.idea_id for row in self._known.values()]
        self._voted = set(
            Vote.objects.filter(idea_id__in=ideas, contact_id__in=contacts).values_list("idea_id", "contact_id")
        )
        said = {draft.origin_key for draft in drafts if isinstance(draft, SaidDraft)}
        there = Feedback.objects.filter(source=Feedback.Source.COMMUNITY, origin=origin, origin_key__in=said)
        self._said = set(there.values_list("origin_key", flat=True))
        replies = Comment.objects.filter(idea_id__in=ideas, feedback=None)
        self._replied = set(replies.values_list("idea_id", "words"))
        self._comments: list[Comment] = []
        self._items: list[tuple[Idea, Vote | Feedback, int | None]] = []
        self._new_ideas: list[Idea] = []

    def put(self, draft: Draft) -> Outcome | None:
        """Take one draft in."""
        if isinstance(draft, IdeaDraft):
            return self._put_idea(draft)
        known = self._known.get(draft.key)
        if known is None:
            return None
        if isinstance(draft, VoteDraft):
            return self._put_vote(known.idea, draft)
        return self._reply(known.idea, draft) if isinstance(draft, ReplyDraft) else self._say(known.idea, draft)

    def write(self) -> None:
        """Write votes, comments and the evidence they are."""
        votes = [source for _idea, source, _ in self._items if isinstance(source, Vote)]
        said = [source for _idea, source, _ in self._items if isinstance(source, Feedback)]
        Vote.objects.bulk_create(votes)
        Feedback.objects.bulk_create(said)
        journal.added([*votes, *said])
        for fact, rows in ((VOTE_IMPORTED, votes), (COMMENT_IMPORTED, said)):
            ledger.record_many(fact, [ledger.About("idea", row.idea_id) for row in rows if isinstance(row, Vote)])
            ledger.record_many(fact, [row for row in rows if isinstance(row, Feedback)])
        self._write_comments()
        self._make_evidence()
        recount({idea.pk for idea, _source, _ in self._items})

    def _put_idea(self, draft: IdeaDraft) -> Outcome:
        known = self._known.get(draft.key)
        if known:
            return self._follow(known, draft.votes)
        into = self._known.get(draft.into)
        idea = into.idea if into else self._open(draft)
        origin = ImportedIdea.objects.create(
            idea=idea,
            origin=self._origin,
            origin_key=draft.key,
            url=clean_line(draft.url)[:2000],
            path=ImportedIdea.path_of(clean_line(draft.url)),
            votes_there=draft.votes,
        )
        journal.added([origin])
        self._known[draft.key] = origin
        return "new"

    def _open(self, draft: IdeaDraft) -> Idea:
        moment = draft.created_at or clock.now()
        idea = Idea.objects.create(
            title=clean_line(draft.title)[:200],
            problem=clean_words(draft.text),
            public_text=clean_words(draft.response),
            internal_text=clean_words(draft.note),
            status=draft.status,
            area=draft.area,
            created_at=moment,
            status_changed_at=draft.status_at or moment,
        )
        journal.added([idea])
        ledger.record_many(IDEA_IMPORTED, [idea], change="new", status=idea.status)
        return idea

    def _follow(self, known: ImportedIdea, votes: int) -> Outcome:
        if not votes or known.votes_there == votes:
            return "unchanged"
        before = {"votes_there": known.votes_there}
        known.votes_there = votes
        known.save(update_fields=["votes_there"])
        journal.changed(known, before)
        return "updated"

    def _put_vote(self, idea: Idea, draft: VoteDraft) -> Outcome:
        if (idea.pk, draft.contact.pk) in self._voted:
            return "unchanged"
        self._voted.add((idea.pk, draft.contact.pk))
        vote = Vote(idea=idea, contact=draft.contact, voted_at=draft.voted_at or idea.created_at)
        self._items.append((idea, vote, draft.importance))
        return "new"

    def _say(self, idea: Idea, draft: SaidDraft) -> Outcome:
        if draft.origin_key in self._said:
            return "unchanged"
        self._said.add(draft.origin_key)
        company = self._companies.get(draft.contact.pk) if draft.contact else None
        values = feedback_values(
            words=draft.words,
            source=Feedback.Source.COMMUNITY,
            contact=draft.contact,
            heard_at=draft.said_at or idea.created_at,
            origin=self._origin,
            origin_key=draft.origin_key,
            attributes={"author": draft.author} if draft.author and not draft.contact else {},
        )
        # It stands under its idea already, so nobody has to file it.
        values |= {"company_id": company, "area": idea.area, "filed_at": clock.now()}
        values.pop("company")
        feedback = Feedback(**values)
        self._items.append((idea, feedback, None))
        if isinstance(draft, CommentDraft):
            self._comments.append(Comment(idea=idea, feedback=feedback, said_at=feedback.heard_at))
        return "new"

    def _reply(self, idea: Idea, draft: ReplyDraft) -> Outcome:
        words = clean_words(draft.words)
        if not words or (idea.pk, words) in self._replied:
            return "unchanged"
        self._replied.add((idea.pk, words))
        moment = draft.said_at or idea.created_at
        language = detect_language(words, otherwise=installation().language)
        self._comments.append(Comment(idea=idea, words=words, language=language, staff=draft.staff, said_at=moment))
        return "new"

    def _write_comments(self) -> None:
        Comment.objects.bulk_create(self._comments)
        journal.added(self._comments)
        recount_comments(idea_ids=[comment.idea_id for comment in self._comments])

    def _make_evidence(self) -> None:
        behind: dict[tuple[int, int | None, int | None], list[tuple[Vote | Feedback, int | None]]] = defaultdict(list)
        for idea, source, importance in self._items:
            company = self._companies.get(source.contact_id) if source.contact_id else None
            behind[idea.pk, company, None if company else source.contact_id].append((source, importance))
        there = _standing(behind)
        new = [_evidence(place, sources) for place, sources in behind.items() if place not in there]
        Evidence.objects.bulk_create(new)
        there |= {(row.idea_id, row.company_id, row.contact_id): row for row in new}
        items = [_item(there[place], source) for place, sources in behind.items() for source, _ in sources]
        EvidenceItem.objects.bulk_create(items)
        for row in there.values():
            settle(row)
        journal.added(new)
        journal.added(items)


def _standing(
    places: Iterable[tuple[int, int | None, int | None]],
) -> dict[tuple[int, int | None, int | None], Evidence]:
    wanted = set(places)
    rows = Evidence.objects.select_for_update(of=("self",), no_key=True).filter(
        idea_id__in={place[0] for place in wanted}
    )
    found = {(row.idea_id, row.company_id, row.contact_id): row for row in rows.order_by("pk")}
    return {place: row for place, row in found.items() if place in wanted}


def _evidence(
    place: tuple[int, int | None, int | None], sources: Sequence[tuple[Vote | Feedback, int | None]]
) -> Evidence:
    idea, company, contact = place
    moments = [_moment(source) for source, _ in sources]
    importance = max((found for _, found in sources if found), default=None)
    return Evidence(
        idea_id=idea,
        company_id=company,
        contact_id=contact,
        importance=importance,
        importance_set_by=Evidence.SetBy.CUSTOMER if importance else "",
        grade=Evidence.Grade.VOTED,
        first_at=min(moments),
        last_at=max(moments),
    )


def _item(evidence: Evidence, source: Vote | Feedback) -> EvidenceItem:
    kind = {"vote": source} if isinstance(source, Vote) else {"feedback": source}
    return EvidenceItem(evidence=evidence, idea_id=evidence.idea_id, linked_at=_moment(source), **kind)


def _moment(source: Vote | Feedback) -> datetime:
    return source.voted_at if isinstance(source, Vote) else source.heard_at
