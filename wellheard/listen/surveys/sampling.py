"""Draw a sample that is like all: people in strata by tier, plan and tenure, each with its share, from a recorded seed."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
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


def draw(strata: dict[str, list[Candidate]], *, size: int, seed: int) -> list[Candidate]:
    """Draw a sample; the same seed and the same people draw the same. The order is drawn too: any part of it is a sample."""
    chance = random.Random(seed)  # noqa: S311 - recorded, so that it can be drawn again; no secret
    wanted = shares({label: len(people) for label, people in strata.items()}, size)
    drawn = [one for label in sorted(strata) for one in chance.sample(strata[label], wanted[label])]
    chance.shuffle(drawn)
    return drawn
