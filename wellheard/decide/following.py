"""How evidence and votes follow a company or contact that turns out to be another one.

A contact wishes for an idea once, a company needs it once. So pieces of evidence move, while the rows they leave behind stay
where they are, withdrawn, and have everything back on undo.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Q

from wellheard.customers.merging import Kind, Pair, Part, Remembered, put_back, register, set_aside
from wellheard.customers.models import Membership
from wellheard.decide.commands.evidence import settle
from wellheard.decide.counters import recount
from wellheard.decide.models import Evidence, EvidenceItem, Follower, Idea, Vote

_WEIGHED = ("importance", "importance_set_by", "withdrawn_at", "reaffirmed_at")


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    # The name is kept in merges: it is never renamed.
    followers = Part("decide.follower.contact", _join_followers, _part_followers)
    register(Kind.CONTACT, followers, covers=[(Follower, "contact")])
    register(Kind.COMPANY, Part("evidence", _join_companies, _part), covers=[(Evidence, "company")])
    register(Kind.CONTACT, Part("evidence", _join_contacts, _part), covers=[(Evidence, "contact"), (Vote, "contact")])


class _Move:
    """One merge's way through the evidence: what it touched, for undo."""

    def __init__(self) -> None:
        self.before: dict[int, dict[str, Any]] = {}
        self.items: list[list[int]] = []
        self.made: list[int] = []
        self.votes: list[int] = []
        self.aside: list[dict[str, Any]] = []
        self.earlier: list[list[Any]] = []
        self.touched: dict[int, Evidence] = {}

    def note(self, evidence: Evidence) -> Evidence:
        """Remember a row as it was before it was touched."""
        known = self.touched.setdefault(evidence.pk, evidence)
        self.before.setdefault(evidence.pk, _weight(evidence))
        return known

    def row(self, like: Evidence, *, company_id: int | None, contact_id: int | None) -> Evidence:
        """Return the kept one's row for the same idea, with what was known about the other row."""
        place: dict[str, Any] = {"company_id": company_id, "contact_id": contact_id}
        there = Evidence.objects.filter(idea_id=like.idea_id, **place).first()
        if there is None:
            values = {field.attname: getattr(like, field.attname) for field in Evidence._meta.concrete_fields}  # noqa: SLF001
            del values["id"]
            there = Evidence.objects.create(**values | place)
            self.made.append(there.pk)
            return self.note(there)
        there = self.note(there)
        _strengthen(there, like)
        return there

    def carry(self, item: EvidenceItem, target: Evidence) -> None:
        self.items.append([item.pk, item.evidence_id])
        EvidenceItem.objects.filter(pk=item.pk).update(evidence=target)

    def settled(self) -> Remembered:
        """Bring rows and counters up to date; return what undo needs."""
        for evidence in self.touched.values():
            settle(evidence)
        recount({evidence.idea_id for evidence in self.touched.values()} | self._idea_ids())
        if not (self.touched or self.votes or self.aside):
            return {}
        after = {str(pk): _weight(evidence) for pk, evidence in self.touched.items()}
        return {
            "before": {str(pk): weight for pk, weight in self.before.items()},
            "after": after,
            "items": self.items,
            "made": self.made,
            "votes": self.votes,
            "aside": self.aside,
            "earlier": self.earlier,
        }

    def _idea_ids(self) -> set[int]:
        return set(Vote.objects.filter(pk__in=self.votes).values_list("idea_id", flat=True))


def _join_followers(pair: Pair) -> Remembered:
    """Let the kept one follow; of an idea both follow, the joined one's row waits in the merge."""
    mine = Follower.objects.filter(contact_id=pair.kept).values("idea_id")
    theirs = Follower.objects.filter(contact_id=pair.gone).order_by("pk")
    aside = set_aside(theirs.filter(idea_id__in=mine))
    ids = list(theirs.values_list("pk", flat=True))
    Follower.objects.filter(pk__in=ids).update(contact=pair.kept)
    return {"ids": ids, "aside": aside} if ids or aside else {}


def _part_followers(pair: Pair, remembered: Remembered) -> None:
    theirs = Follower.objects.filter(contact_id=pair.gone).values("idea_id")
    back = Follower.objects.filter(pk__in=remembered["ids"], contact_id=pair.kept).exclude(idea_id__in=theirs)
    Follower.objects.filter(pk__in=list(back.values_list("pk", flat=True))).update(contact=pair.gone)
    put_back(remembered.get("aside", []))


def _join_companies(pair: Pair) -> Remembered:
    move = _Move()
    _lock(Q(evidence__company_id=pair.gone))
    for evidence in Evidence.objects.filter(company_id=pair.gone).order_by("idea_id"):
        items = list(evidence.items.order_by("pk"))
        if items:
            old = move.note(evidence)
            target = move.row(old, company_id=pair.kept, contact_id=None)
            for item in items:
                move.carry(item, target)
    return move.settled()


def _join_contacts(pair: Pair) -> Remembered:
    move = _Move()
    _lock(Q(votes__contact_id=pair.gone) | Q(evidence__contact_id=pair.gone))
    _join_votes(pair, move)
    home = Membership.objects.filter(contact_id=pair.kept, is_primary=True).values_list("company_id", flat=True).first()
    for evidence in Evidence.objects.filter(contact_id=pair.gone).order_by("idea_id"):
        for item in evidence.items.order_by("pk"):
            old = move.note(evidence)
            # A wish counts for the company its contact speaks for; words count for the company they were said for.
            company_id = home if item.vote_id else None
            target = move.row(old, company_id=company_id, contact_id=None if company_id else pair.kept)
            move.carry(item, target)
    return move.settled()


def _join_votes(pair: Pair, move: _Move) -> None:
    mine = {vote.idea_id: vote for vote in Vote.objects.filter(contact_id=pair.kept)}
    for vote in Vote.objects.filter(contact_id=pair.gone).order_by("idea_id"):
        twin = mine.get(vote.idea_id)
        if twin is None:
            Vote.objects.filter(pk=vote.pk).update(contact=pair.kept)
            move.votes.append(vote.pk)
            continue
        if vote.voted_at < twin.voted_at:
            move.earlier.append([twin.pk, twin.voted_at.isoformat(), vote.voted_at.isoformat()])
            Vote.objects.filter(pk=twin.pk).update(voted_at=vote.voted_at)
        items = list(EvidenceItem.objects.filter(vote=vote).select_related("evidence"))
        for evidence in [item.evidence for item in items] + _rows_of(twin):
            move.note(evidence)
        move.aside += set_aside([vote, *items])


def _rows_of(vote: Vote) -> list[Evidence]:
    return list(Evidence.objects.filter(items__vote=vote))


def _part(pair: Pair, remembered: Remembered) -> None:
    """Put everything back where it was; what came since stays where it is."""
    _lock(Q(evidence__in=remembered["before"]) | Q(votes__in=remembered["votes"]))
    Vote.objects.filter(pk__in=remembered["votes"], contact_id=pair.kept).update(contact=pair.gone)
    put_back(remembered["aside"])
    for pk, before, after in remembered["earlier"]:
        Vote.objects.filter(pk=pk, voted_at=after).update(voted_at=before)
    _carry_back(remembered["items"])
    for evidence in Evidence.objects.filter(pk__in=remembered["before"]).order_by("idea_id", "pk"):
        _restore(evidence, remembered)
    ideas = Idea.objects.filter(Q(evidence__in=remembered["before"]) | Q(votes__in=remembered["votes"]))
    recount(ideas.values_list("pk", flat=True))


def _carry_back(moved: list[list[int]]) -> None:
    homes: dict[int, list[int]] = defaultdict(list)
    for item_id, evidence_id in moved:
        homes[evidence_id].append(item_id)
    for evidence in Evidence.objects.filter(pk__in=homes):
        # What went to another idea since stays with it.
        EvidenceItem.objects.filter(pk__in=homes[evidence.pk], idea_id=evidence.idea_id).update(evidence=evidence)


def _restore(evidence: Evidence, remembered: Remembered) -> None:
    key = str(evidence.pk)
    has_items = evidence.items.exists()
    if evidence.pk in remembered["made"] and not has_items:
        evidence.delete()
        return
    if _weight(evidence) == remembered["after"][key]:
        for name, value in remembered["before"][key].items():
            setattr(evidence, name, datetime.fromisoformat(value) if value and name.endswith("_at") else value)
        evidence.save(update_fields=list(_WEIGHED))
    settle(evidence)


def _strengthen(there: Evidence, other: Evidence) -> None:
    """Let a row say the stronger of both: a need that stands outweighs one that was withdrawn."""
    if (other.importance or 0) > (there.importance or 0):
        there.importance, there.importance_set_by = other.importance, other.importance_set_by
    if other.withdrawn_at is None:
        # The words of why it had been withdrawn stay, for the day the two are parted.
        there.withdrawn_at = None
    there.reaffirmed_at = max(filter(None, [there.reaffirmed_at, other.reaffirmed_at]), default=None)
    there.save(update_fields=list(_WEIGHED))


def _weight(evidence: Evidence) -> dict[str, Any]:
    return {name: _plain(getattr(evidence, name)) for name in _WEIGHED}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _lock(ideas: Q) -> None:
    """Lock ideas before their evidence and in one order, as everywhere: two changes never wait for each other."""
    ids = sorted(set(Idea.objects.filter(ideas).values_list("pk", flat=True)))
    list(Idea.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
