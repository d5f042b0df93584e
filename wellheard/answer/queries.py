"""Who is to be told, where they can be reached, and when they can expect to hear."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from wellheard.answer.models import Answer, IdeaOptOut
from wellheard.customers.models import Company, Contact, ContactIdentity, Membership, Suppression
from wellheard.customers.queries import anonymous, left_alone
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.foundation import clock
from wellheard.listen.departures.models import Departure
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import business_seconds, installation
from wellheard.workspace.models import Task, Tier

# The kind of an owner's task: speak to them first.
TELL = "tell_answer"

# The statuses in which news about an idea is still what we would tell: work may begin before a yes has gone out.
STANDS: dict[Answer.Occasion, tuple[Idea.Status, ...]] = {
    Answer.Occasion.DECIDED: (Idea.Status.PLANNED, Idea.Status.BUILDING, Idea.Status.BETA),
    Answer.Occasion.SHIPPED: (Idea.Status.SHIPPED,),
    Answer.Occasion.NOT_NOW: (Idea.Status.NOT_NOW,),
    Answer.Occasion.ALREADY_POSSIBLE: (Idea.Status.ALREADY_POSSIBLE,),
}

# Fewer than these say nothing about how fast we are; more than those say nothing new.
ENOUGH_TO_SAY, ENOUGH_TO_KNOW = 20, 500
HOUR, DAY = 3600, 24


def ledger_rows(states: Iterable[str]) -> QuerySet[Answer]:
    """Return answers in these states with what a list shows of each: whom, their words, their company and what it pays."""
    return as_rows(Answer.objects.filter(state__in=list(states)))


def as_rows(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers with what a list shows of each, and no more: each table joined makes PostgreSQL weigh longer."""
    return answers.select_related("contact", "idea", "quote").annotate(
        home=FilteredRelation("contact__memberships", condition=Q(contact__memberships__is_primary=True)),
        company_name=F("home__company__name"),
        company_pk=F("home__company_id"),
        company_mrr=F("home__company__mrr_minor"),
    )


class Asker:
    """A contact who asked for an idea: what they said about it, or only when they voted or began to follow it."""

    def __init__(self, contact_id: int) -> None:
        self.contact_id = contact_id
        self.quote: Feedback | None = None
        self.since: datetime = clock.now()

    def add(self, item: EvidenceItem) -> None:
        """Count one more thing they said or voted for; the newest words of their own are quoted back to them."""
        if item.vote is not None:
            self.since = min(self.since, item.vote.voted_at)
            return
        said = item.feedback
        if said is None:
            return
        self.since = min(self.since, said.heard_at)
        if self.quote is None or _is_better_quote(said, self.quote):
            self.quote = said


def asker_ids(idea: Idea) -> list[int]:
    """Return the contacts who asked for an idea or follow it, once each."""
    standing = EvidenceItem.objects.filter(idea=idea, evidence__withdrawn_at=None)
    said = standing.exclude(feedback__contact=None).values_list("feedback__contact_id", flat=True)
    voted = standing.exclude(vote=None).values_list("vote__contact_id", flat=True)
    followers = idea.followers.all()
    asked = {*said, *voted, *followers.following().values_list("contact_id", flat=True)}
    # Who said that they do not want to hear is not told, whatever they asked for; who is only a device cannot be.
    silent = set(followers.stopped().values_list("contact_id", flat=True)) | _erased(asked) | anonymous(asked - {None})
    return sorted(asked - silent - {None})


def _erased(contact_ids: set[int]) -> set[int]:
    """Return who of these was erased: their wishes count, and nobody is left to be told."""
    gone = Contact.objects.filter(pk__in=contact_ids - {None}).exclude(erased_at=None)
    return set(gone.values_list("pk", flat=True))


def askers(idea: Idea, contact_ids: Iterable[int]) -> list[Asker]:
    """Return these contacts as askers of an idea, once each, across everything they said about it; followers too."""
    wanted = list(set(contact_ids) - _erased(set(contact_ids)))
    items = (
        EvidenceItem.objects.filter(idea=idea, evidence__withdrawn_at=None)
        .filter(Q(feedback__contact_id__in=wanted) | Q(vote__contact_id__in=wanted))
        .select_related("feedback", "vote")
    )
    found: dict[int, Asker] = {}
    for item in items.iterator():
        contact_id = item.feedback.contact_id if item.feedback else item.vote and item.vote.contact_id
        if contact_id:
            found.setdefault(contact_id, Asker(contact_id)).add(item)
    for follower in idea.followers.filter(contact_id__in=wanted):
        if follower.stopped_at:
            found.pop(follower.contact_id, None)
        else:
            asker = found.setdefault(follower.contact_id, Asker(follower.contact_id))
            asker.since = min(asker.since, follower.since)
    return list(found.values())


def addresses(contact_ids: Iterable[int], *, idea_id: int | None = None) -> dict[int, str]:
    """Return where each contact can be written to, about this idea if one is given.

    Those we may not or cannot write to are left out.
    """
    identities = ContactIdentity.objects.filter(contact_id__in=list(contact_ids), kind=ContactIdentity.Kind.EMAIL)
    if idea_id:
        identities = identities.exclude(contact_id__in=IdeaOptOut.objects.filter(idea_id=idea_id).values("contact_id"))
    reachable = (
        identities.exclude(value__in=Suppression.objects.values("email"))
        .exclude(contact_id__in=left_alone().values("contact_id"))
        .order_by(F("verified_at").asc(nulls_first=True), "-pk")
        .values_list("contact_id", "value")
    )
    # Later rows win: a verified address before one we were only told.
    return dict(reachable)


def expected_hours(source: str = Feedback.Source.PORTAL) -> int:
    """Return within how many hours what is written now will have been read: the real median of 30 days, else the promise.

    The median is one of business hours; it is told in hours on the clock from now, because whoever writes on a Friday
    evening does not know our hours. From two days on it is whole days.
    """
    wait_at_median = median_wait(source)
    if wait_at_median is None:
        return installation().answer_within_hours
    now = clock.now()
    wait = installation().business_hours.after(now, wait_at_median) - now
    hours = max(1, ceil(wait.total_seconds() / HOUR))
    return hours if hours <= 2 * DAY else ceil(hours / DAY) * DAY


def median_wait(source: str) -> int | None:
    """Return how many business seconds passed between hearing and reading, at the median of 30 days; None: too few to say."""
    read = Feedback.objects.filter(source=source, recorded_at__gte=clock.now() - timedelta(days=30))
    moments = read.exclude(filed_at=None).order_by("-recorded_at").values_list("recorded_at", "filed_at")
    waits = [business_seconds(heard, filed) for heard, filed in moments[:ENOUGH_TO_KNOW] if filed]
    return round(median(waits)) if len(waits) >= ENOUGH_TO_SAY else None


def earlier_message_ids(answer: Answer) -> list[str]:
    """Return the mails this contact already has about the same thing, oldest first, so that the answer joins their thread."""
    about = Q(pk__in=[])
    if answer.idea_id:
        about |= Q(idea_id=answer.idea_id)
    if said := answer.quote_id or answer.feedback_id:
        about |= Q(feedback_id=said) | Q(quote_id=said)
    mails = (
        Answer.objects.filter(about, contact_id=answer.contact_id)
        .exclude(mail=None)
        .exclude(mail=answer.mail_id)
        .order_by("mail__queued_at")
        .values_list("mail__message_id", flat=True)
    )
    # A digest is the mail of several answers.
    return list(dict.fromkeys(mails))


def with_owners() -> QuerySet[Task, Any]:
    """Return the answers that wait for a company's owner to speak first."""
    return Task.objects.open().filter(kind=TELL, subject_type="answer").values("subject_id")


def overdue() -> QuerySet[Task, Any]:
    """Return the answers that a company's owner should have told by now."""
    return with_owners().filter(due_on__lt=clock.today())


def speaking_first(contact_ids: Iterable[int]) -> dict[int, Company]:
    """Return the company of each contact whose owner speaks to them before any mail goes out.

    Its tier is high-touch; or it left us and has an owner: who left is told by the person who looked after them.
    """
    away = Departure.objects.open().filter(company__owner__isnull=False).values("company")
    homes = Membership.objects.filter(contact_id__in=list(contact_ids), is_primary=True).filter(
        Q(company__tier__touch=Tier.Touch.HIGH) | Q(company__in=away)
    )
    return {home.contact_id: home.company for home in homes.select_related("company__tier", "company__owner")}


def still_true(answer: Answer) -> bool:
    """Tell whether what an answer says is still so: an idea may have moved on while the answer was held."""
    return answer.idea is None or is_true_of(answer.idea, answer.occasion)


def is_true_of(idea: Idea, occasion: str) -> bool:
    """Tell whether news of this occasion is so of an idea; thanks and a second look always are."""
    stands = STANDS.get(Answer.Occasion(occasion))
    return stands is None or idea.status in stands


def _is_better_quote(one: Feedback, other: Feedback) -> bool:
    own = Feedback.Voice.OWN
    return (one.voice == own, one.heard_at) > (other.voice == own, other.heard_at)


def opt_outs(contact_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Return which of these contacts want to hear no more about which ideas."""
    return list(IdeaOptOut.objects.filter(contact_id__in=list(contact_ids)).values_list("contact_id", "idea_id"))
