"""Draw a sample that is like all: people in strata by tier, plan and tenure, each with its share, from a recorded seed."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, ContactIdentity, Membership, SegmentMember, Suppression
from wellheard.customers.queries import left_alone
from wellheard.customers.segments.rules import compile_rule
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Invitation, Quiet, Survey

BY = ("tier", "plan", "tenure")
NONE = "–"
# Months with us: under half a year, under two years, longer.
_NEW, _SETTLED = timedelta(days=182), timedelta(days=730)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be drawn."""

    contact_id: int
    company_id: int | None
    stratum: str


def base_of(survey: Survey) -> QuerySet[Membership]:
    """Return whom a survey could ask by e-mail: people with an address we may write to, at the companies it is for.

    Each person once, at the company they belong to first. Who was drawn for it before is not drawn again.
    """
    written = ContactIdentity.objects.filter(kind=ContactIdentity.Kind.EMAIL, contact=OuterRef("contact"))
    allowed = written.exclude(value__in=Suppression.objects.values("email"))
    before = Invitation.objects.filter(survey=survey, contact=OuterRef("contact"))
    quiet = Quiet.objects.filter(Q(contact=OuterRef("contact")) | Q(company=OuterRef("company")))
    still = quiet.filter(Q(until=None) | Q(until__gt=clock.now()))
    people = Membership.objects.filter(
        contact__merged_into=None, contact__erased_at=None, company__merged_into=None, is_primary=True
    )
    return people.filter(
        _audience(survey), Exists(allowed), ~Exists(before), ~Exists(still), ~Exists(_stopped())
    ).order_by("contact_id")


def _stopped() -> QuerySet[ContactIdentity]:
    return left_alone().filter(contact=OuterRef("contact"))


def _audience(survey: Survey) -> Q:
    if survey.audience == Survey.Audience.SEGMENT:
        return Q(company__in=SegmentMember.objects.filter(segment=survey.segment_id).values("company"))
    if survey.audience == Survey.Audience.RULE and survey.rule:
        return Q(company__in=Company.objects.filter(compile_rule(survey.rule)))
    return Q()


def candidates(survey: Survey, by: list[str]) -> dict[str, list[Candidate]]:
    """Return by stratum who may be drawn, in the order of their numbers."""
    columns = (F("company__tier__name"), F("company__plan"), F("company__joined_on"))
    found: dict[str, list[Candidate]] = defaultdict(list)
    rows = base_of(survey).values_list("contact_id", "company_id", *columns)
    for contact_id, company_id, tier, plan, joined_on in rows.iterator(chunk_size=5000):
        named = {"tier": tier or NONE, "plan": plan or NONE, "tenure": tenure_of(joined_on)}
        label = " · ".join(named[name] for name in by)[:80] or _("Everybody")
        found[label].append(Candidate(contact_id, company_id, label))
    return dict(sorted(found.items()))


def tenure_of(joined_on: date | None) -> str:
    """Return the stretch since when a company is with us, as a code that stays the same in every language."""
    if joined_on is None:
        return NONE
    since = clock.today() - joined_on
    if since < _NEW:
        return "0-6 m"
    return "6-24 m" if since < _SETTLED else "24+ m"


def shares(sizes: dict[str, int], wanted: int) -> dict[str, int]:
    """Return how many to draw of each stratum: in proportion, whole people by the largest remainder (Hamilton)."""
    total = sum(sizes.values())
    wanted = min(wanted, total)
    if not total:
        return {}
    exact = {label: wanted * size / total for label, size in sizes.items()}
    drawn = {label: int(share) for label, share in exact.items()}
    by_remainder = sorted(exact, key=lambda label: (drawn[label] - exact[label], label))
    for label in by_remainder[: wanted - sum(drawn.values())]:
        drawn[label] += 1
    return drawn


@dataclass(frozen=True)
class Lag:
    """How a stratum did in the waves before: how many were written to, answered, wait to be written to, or were left out."""

    asked: int = 0
    answered: int = 0
    waiting: int = 0
    left_out: int = 0

    @property
    def drawn(self) -> int:
        return self.asked + self.waiting + self.left_out


def lags(survey: Survey) -> dict[str, Lag]:
    """Return by stratum how the earlier waves of a survey did; nothing before the first."""
    rows = Invitation.objects.filter(survey=survey).exclude(wave=None).order_by().values_list("stratum")
    counted = rows.annotate(
        asked=Count("pk", filter=Q(sent_at__isnull=False)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        waiting=Count("pk", filter=Q(sent_at=None, state=Invitation.State.PLANNED)),
        left_out=Count("pk", filter=Q(sent_at=None, state=Invitation.State.SKIPPED)),
    )
    return {stratum: Lag(*counts) for stratum, *counts in counted}


# A stratum is given so many people beforehand who answered like all: three who did not answer say little yet.
_LIKE_ALL = 10


def shares_by_lag(sizes: dict[str, int], wanted: int, before: dict[str, Lag]) -> dict[str, int]:
    """Return how many to draw of each stratum, so that the answers come to be in proportion: more of those that answer less.

    With b the people of a stratum, a its answers so far, r the rate at which it answers, and w who is still to be written to,
    n = (T·b - a - r·w) / r is drawn of it, none where that is below nothing and at most all, with T such that it adds up
    (water-filling). Before the first wave that is in proportion to the people, as shares does it.
    """
    wanted = min(wanted, sum(sizes.values()))
    asked, answered = (sum(getattr(one, name) for one in before.values()) for name in ("asked", "answered"))
    if not answered:
        return shares(sizes, wanted)
    usual = answered / asked
    rate = {
        label: (one.answered + _LIKE_ALL * usual) / (one.asked + _LIKE_ALL)
        for label in sizes
        for one in [before.get(label, Lag())]
    }

    def exact(level: float) -> dict[str, float]:
        found = {}
        for label, size in sizes.items():
            one = before.get(label, Lag())
            lacking = level * (size + one.drawn) - one.answered - rate[label] * one.waiting
            found[label] = min(max(lacking / rate[label], 0.0), float(size))
        return found

    low, high = 0.0, 1.0 + max((one.answered + one.waiting + sizes.get(label, 0)) for label, one in before.items())
    for _halving in range(100):
        level = (low + high) / 2
        low, high = (level, high) if sum(exact(level).values()) < wanted else (low, level)
    return _whole(exact(high), sizes, wanted)


def _whole(exact: dict[str, float], sizes: dict[str, int], wanted: int) -> dict[str, int]:
    """Return whole people by the largest remainder, nobody twice."""
    drawn = {label: min(int(share + 1e-9), sizes[label]) for label, share in exact.items()}
    while sum(drawn.values()) != wanted:
        missing = wanted - sum(drawn.values())
        step = 1 if missing > 0 else -1
        may = [label for label in drawn if (drawn[label] < sizes[label] if step > 0 else drawn[label] > 0)]
        best = max(may, key=lambda label: (step * (exact[label] - drawn[label]), label))
        drawn[best] += step
    return drawn


def draw(strata: dict[str, list[Candidate]], *, wanted: dict[str, int], seed: int) -> list[Candidate]:
    """Draw so many of each stratum; the same seed and people draw the same. The order is drawn too: any part is a sample."""
    chance = random.Random(seed)  # noqa: S311 - recorded, so that it can be drawn again; no secret
    drawn = [one for label in sorted(strata) for one in chance.sample(strata[label], wanted[label])]
    chance.shuffle(drawn)
    return drawn
