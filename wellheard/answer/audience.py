"""Who would hear about ideas, and what the first of them would read, before anything is decided or published."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from wellheard.answer.choosing import OwnersFirst, named, owners_of
from wellheard.answer.drafts import Draft, draft
from wellheard.answer.languages import language_of
from wellheard.answer.models import Answer
from wellheard.answer.queries import addresses, speaking_first
from wellheard.customers.models import Contact
from wellheard.decide.models import EvidenceItem, Follower, Idea
from wellheard.deliver.models import Release
from wellheard.listen.models import Feedback

_WHO = Coalesce("feedback__contact_id", "vote__contact_id")
# Each reader has a link of their own; in a preview it would be a link nobody can use.
_OWN_LINK = re.compile(r"\S+/solved/\S+")


@dataclass(frozen=True)
class Audience:
    """How many contacts would hear, and how many of them by mail; the others have no address we may write to."""

    people: int
    by_mail: int

    @property
    def by_hand(self) -> int:
        return self.people - self.by_mail


@dataclass(frozen=True)
class Ahead:
    """How they would hear, before anything is published: so many mails in each language, and whose owner speaks first."""

    by_language: list[tuple[str, int]]
    owners: list[OwnersFirst]


@dataclass(frozen=True)
class FirstAnswer:
    """What one of them would read, and who that is."""

    contact: Contact
    quote: Feedback | None
    draft: Draft


def audience(idea_ids: Iterable[int], *, occasion: Answer.Occasion | None = None) -> Audience:
    """Count who asked for these ideas or follows them, each once; without those who were told on this occasion already."""
    contact_ids = _waiting(idea_ids, occasion)
    return Audience(len(contact_ids), len(addresses(contact_ids)))


def ahead(idea_ids: Iterable[int], *, occasion: Answer.Occasion | None = None) -> Ahead:
    """Say in which languages they would be written to, and who of them hears it from their company's owner first."""
    contact_ids = _waiting(idea_ids, occasion)
    first = speaking_first(contact_ids)
    by_mail = set(addresses(contact_ids)) - set(first)
    spoken = _languages_of(by_mail, list(idea_ids))
    contacts = Contact.objects.filter(pk__in=by_mail).order_by("pk")
    languages = Counter(language_of(contact.language, spoken.get(contact.pk, "")) for contact in contacts.iterator())
    return Ahead(named(languages), owners_of(first))


def _languages_of(contact_ids: Iterable[int], idea_ids: list[int]) -> dict[int, str]:
    """Return in which language each contact spoke of these ideas last."""
    said = _asks(idea_ids).filter(feedback__contact_id__in=list(contact_ids)).order_by("feedback__heard_at", "pk")
    return dict(said.values_list("feedback__contact_id", "feedback__language"))


def _waiting(idea_ids: Iterable[int], occasion: Answer.Occasion | None) -> set[int]:
    wanted = list(idea_ids)
    asked = set(_asks(wanted).values_list("idea_id", _WHO))
    followers = Follower.objects.filter(idea__in=wanted)
    asked |= set(followers.following().values_list("idea_id", "contact_id"))
    asked -= set(followers.stopped().values_list("idea_id", "contact_id"))
    told = Answer.objects.filter(idea__in=wanted, occasion=occasion).exclude(state=Answer.State.DROPPED)
    waiting = asked - set(told.values_list("idea_id", "contact_id")) if occasion else asked
    return {contact_id for _idea_id, contact_id in waiting if contact_id is not None}


def first_release_answer(release: Release, ideas: Iterable[Idea]) -> FirstAnswer | None:
    """Return what the asker whose company pays most would read about a release; None when nobody asked."""
    by_id = {idea.pk: idea for idea in ideas}
    loudest = F("evidence__company__mrr_minor").desc(nulls_last=True)
    newest = F("feedback__heard_at").desc(nulls_last=True)
    people = _asks(by_id).select_related("feedback__contact", "vote__contact")
    item = people.order_by(loudest, newest, "pk").first()
    contact = _contact(item) if item else None
    if item is None or contact is None:
        return None
    answer = Answer(
        contact=contact,
        idea=by_id[item.idea_id],
        occasion=Answer.Occasion.SHIPPED,
        quote=item.feedback,
        release=release,
    )
    return FirstAnswer(contact, item.feedback, without_own_links(draft(answer)))


def without_own_links(written: Draft) -> Draft:
    """Return a draft for whoever tries it: its reader's own link is only named."""
    return replace(written, words=_OWN_LINK.sub(_("[a link of their own]"), written.words))


def _contact(item: EvidenceItem) -> Contact | None:
    if item.feedback:
        return item.feedback.contact
    return item.vote.contact if item.vote else None


def _asks(idea_ids: Iterable[int]) -> QuerySet[EvidenceItem]:
    """Return what stands behind these ideas and was said or voted for by somebody we know."""
    standing = EvidenceItem.objects.filter(idea_id__in=list(idea_ids), evidence__withdrawn_at=None)
    return standing.filter(~Q(feedback__contact=None) | ~Q(vote=None))
