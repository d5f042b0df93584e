"""Record what happened, and owe what follows from it, in the transaction of the change itself.

A command changes rows and records a fact; the fact's reactions become jobs in the same transaction. So a crash loses
nothing, and a change that is rolled back leaves nothing behind.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.tasks import Task
from procrastinate.types import JSONValue

from wellheard.foundation import clock
from wellheard.foundation.facts import actors, names
from wellheard.foundation.facts.failures import WAITS, UntilDone, note_failure, note_success
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.jobs import BEHIND

Reaction = Callable[[Fact], None]
PartReaction = Callable[[Sequence[Fact]], None]

GIVEN_UP = names.declare("reaction.failed", "A reaction failed eight times over a day and waits for a person.")

# What may stand in a fact: numbers and codes. A sentence, a name or an address does not fit this pattern.
_CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")
# So many facts that were recorded together one job reacts to, where a reaction takes several.
PART = 250
_watchers: list[Reaction] = []


@dataclass(frozen=True)
class _Owed:
    """What each fact of a name owes: a job, the reaction it does, and to how many facts at once."""

    job: Task[Any, Any, Any]
    reaction: PartReaction
    at_once: int

    def alone(self, fact: Fact) -> None:
        """React to one fact."""
        self.reaction([fact])

    def jobs_for(self, facts: Sequence[Fact]) -> Iterator[Job]:
        """Yield the jobs that these facts owe. Those for many at once wait behind what somebody waits for."""
        single, behind = self.job.configure(), self.job.configure(priority=BEHIND)
        for begin in range(0, len(facts), self.at_once):
            first, others = facts[begin].pk, _numbers(facts[begin + 1 : begin + self.at_once])
            yield behind.make_new_job(fact_id=first, and_ids=others) if others else single.make_new_job(fact_id=first)


def _numbers(facts: Sequence[Fact]) -> list[JSONValue]:
    return [fact.pk for fact in facts]


_jobs: dict[str, list[_Owed]] = defaultdict(list)


@dataclass
class Kept:
    """What a whole story told at once keeps of its facts, for its teller to do.

    What they owe: a reaction's name, itself, and the fact; and those that are not written yet, numbered as they come.
    """

    owed: list[tuple[str, Reaction, Fact]] = field(default_factory=list)
    unwritten: list[Fact] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        """Number a fact, to be written with others."""
        if not self.numbers:
            self.numbers.extend(_next_numbers(_AT_ONCE))
        fact.pk = self.numbers.pop(0)
        self.unwritten.append(fact)

    def write(self) -> None:
        """Write what is not written yet."""
        Fact.objects.bulk_create(self.unwritten, batch_size=_AT_ONCE)
        self.unwritten.clear()


_AT_ONCE = 500
kept_here: ContextVar[Kept | None] = ContextVar("kept_here", default=None)


class NotACodeError(ValueError):
    """A fact's details hold something that is not a code or a number."""


class OutsideTransactionError(RuntimeError):
    """A fact was recorded outside the transaction of the change it reports."""


@dataclass(frozen=True)
class About:
    """What a fact is about: its subject and, where known, the company and contact concerned."""

    subject_type: str
    subject_id: int
    company_id: int | None = None
    contact_id: int | None = None

    @classmethod
    def of(cls, subject: models.Model) -> "About":
        """Describe a row; its own company and contact are taken from it where it has them."""
        kind = str(subject._meta.model_name)  # noqa: SLF001 - documented, in spite of its name
        company_id = subject.pk if kind == "company" else getattr(subject, "company_id", None)
        contact_id = subject.pk if kind == "contact" else getattr(subject, "contact_id", None)
        return cls(kind, subject.pk, company_id, contact_id)


def reacts_to(*fact_names: str, queue: str = "reactions") -> Callable[[Reaction], Reaction]:
    """Run this function in the background for every fact of these names, at least once; it must be safe to repeat.

    One that waits for systems of others belongs in a queue of its own (foundation.jobs).
    """

    def register(reaction: Reaction) -> Reaction:
        def each(facts: Sequence[Fact]) -> None:
            for fact in facts:
                reaction(fact)

        _own(_name_of(reaction), each, fact_names, queue=queue, at_once=1)
        return reaction

    return register


def reacts_in_parts(*fact_names: str, queue: str = "reactions") -> Callable[[PartReaction], PartReaction]:
    """As reacts_to, for facts that files bring by the thousand: a job reacts to up to PART of those recorded together.

    A fact that is recorded alone owes a job of its own, as ever. Where a part fails, its halves are tried by themselves, so
    that one fact which cannot be reacted to holds up no other; the job is then tried again, so it must be safe to repeat.
    """

    def register(reaction: PartReaction) -> PartReaction:
        _own(_name_of(reaction), reaction, fact_names, queue=queue, at_once=PART)
        return reaction

    return register


def _name_of(reaction: Callable[..., None]) -> str:
    return f"{reaction.__module__.removeprefix('wellheard.').replace('.reactions', '')}.{reaction.__name__}"


def _own(name: str, reaction: PartReaction, fact_names: Sequence[str], *, queue: str, at_once: int) -> None:
    @app.task(name=name, queue=queue, retry=UntilDone(), pass_context=True)
    def job(context: JobContext, fact_id: int, and_ids: Sequence[int] = ()) -> None:
        fact = Fact.objects.get(pk=fact_id)
        try:
            _react_to_part(reaction, [fact, *Fact.objects.filter(pk__in=and_ids).order_by("pk")])
        except Exception as problem:
            note_failure(context, fact_id, problem)
            _record_given_up(context, fact)
            raise
        note_success(context)

    for fact_name in fact_names:
        _jobs[fact_name].append(_Owed(job, reaction, at_once))


def _react_to_part(reaction: PartReaction, facts: Sequence[Fact]) -> None:
    """Let a reaction do its work for some facts, as Wellheard itself; where it fails, for as many as it can. Raises why not."""
    try:
        with actors.acting(actors.SYSTEM), timezone.override(clock.zone()):
            reaction(facts)
    except Exception:
        if len(facts) == 1:
            raise
    else:
        return
    middle = len(facts) // 2
    hindered: list[Exception] = []
    for half in (facts[:middle], facts[middle:]):
        try:
            _react_to_part(reaction, half)
        except Exception as problem:  # noqa: BLE001 - raised below, after the other half
            hindered.append(problem)
    if hindered:
        raise hindered[0]


def react(reaction: Reaction, fact: Fact) -> None:
    """Let a reaction do its work now, as Wellheard itself and in the installation's zone."""
    with actors.acting(actors.SYSTEM), timezone.override(clock.zone()):
        reaction(fact)


def _record_given_up(context: JobContext, fact: Fact) -> None:
    """Record that a reaction is not tried again by itself. Telling of that may fail too, and is then not told of."""
    if context.job.attempts >= len(WAITS) and fact.name != GIVEN_UP:
        with transaction.atomic():
            record(GIVEN_UP, About("job", context.job.id or 0), of=fact.name)


def watch(watcher: Reaction) -> None:
    """Call this with every fact, in the transaction that records it; it must be quick where there is nothing to do."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def record(name: str, subject: models.Model | About, **details: object) -> Fact:
    """Write a fact and defer the jobs it owes. Raises outside a transaction, for undeclared names and for words in details."""
    return record_each(name, [subject], **details)[0]


def record_each(name: str, subjects: Iterable[models.Model | About], **details: object) -> list[Fact]:
    """Write one fact per subject, and defer the jobs they owe: two statements, however many they are."""
    return record_beside("", name, subjects, **details)


def record_beside(other: str, name: str, subjects: Iterable[models.Model | About], **details: object) -> list[Fact]:
    """As record_each, beside another fact that the same transaction records of the same subjects, if one is named.

    Reactions to both are owed by the other one alone: they look at the subject as it stands then, so once is enough.
    """
    _require_transaction(name)
    facts = [_fact(name, subject, details) for subject in subjects]
    owed = [one for one in _jobs[name] if one not in _jobs.get(other, ())]
    if here := kept_here.get():
        for fact in facts:
            here.add(fact)
            here.owed += [(one.job.name, one.alone, fact) for one in owed]
    else:
        Fact.objects.bulk_create(facts)
        if jobs := [job for one in owed for job in one.jobs_for(facts)]:
            app.job_manager.batch_defer_jobs(jobs)
    for fact in facts:
        for watcher in _watchers:
            watcher(fact)
    return facts


def record_many(name: str, subjects: Iterable[models.Model | About], **details: object) -> None:
    """Write one fact per subject without reactions: for imports, of which nobody is ever told."""
    _require_transaction(name)
    if _jobs[name]:
        raise ValueError(f"{name} has reactions; record it one by one")
    facts = [_fact(name, subject, details) for subject in subjects]
    if here := kept_here.get():
        for fact in facts:
            here.add(fact)
    else:
        Fact.objects.bulk_create(facts, batch_size=1000)


def _fact(name: str, subject: models.Model | About, details: dict[str, object]) -> Fact:
    if name not in names.registry:
        raise names.UnknownFactError(f"{name} is not declared; declare it beside the command that records it")
    about = subject if isinstance(subject, About) else About.of(subject)
    actor = actors.current()
    return Fact(
        name=name,
        happened_at=clock.now(),
        actor_type=actor.kind,
        actor_id=actor.pk,
        subject_type=about.subject_type,
        subject_id=about.subject_id,
        company_id=about.company_id,
        contact_id=about.contact_id,
        details={key: _code(value) for key, value in details.items()},
    )


def _next_numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('foundation_fact', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [number for (number,) in cursor.fetchall()]


def _code(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    if isinstance(value, list | tuple):
        return [_code(part) for part in value]
    raise NotACodeError(f"{type(value).__name__} does not belong in the ledger: it holds codes and numbers only")


def _require_transaction(name: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransactionError(f"{name}: a fact must share the transaction of the change it reports")
