"""Tell those who wait for it what the team wrote below an idea: one mail each, in their language."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.answer.idea_texts import title_in
from wellheard.answer.languages import language_for
from wellheard.answer.leaving import idea_link, one_click
from wellheard.answer.queries import addresses
from wellheard.customers.models import Contact
from wellheard.decide.models import Comment, Follower
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.text.clean import shorten
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import installation, portal_address

QUOTE_LIMIT = 600
# So many mails are queued in one transaction.
PART = 100


def tell(comment: Comment) -> None:
    """Mail a reply to the author of the comment above it and, where they may read it, to who follows the idea; safe to repeat."""
    prefetch_related_objects([comment.idea], "translations")
    above = comment.reply_to
    said = Feedback.objects.filter(pk=above.feedback_id or 0).select_related("contact").first() if above else None
    author_id = said.contact_id if said else None
    ids = sorted({*_followers(comment, said), *([author_id] if author_id else [])} - _stopped(comment))
    for begin in range(0, len(ids), PART):
        _tell_part(comment, said, ids[begin : begin + PART])


@transaction.atomic
def _tell_part(comment: Comment, said: Feedback | None, contact_ids: Iterable[int]) -> None:
    reachable = addresses(contact_ids)
    for contact in Contact.objects.filter(pk__in=reachable).order_by("pk"):
        queue_mail(_letter(comment, said, contact, reachable[contact.pk]))


def _followers(comment: Comment, said: Feedback | None) -> Iterable[int]:
    """Return who follows the idea; nobody, when what is replied to is not public and so neither is the reply."""
    if said and (said.quotable == Feedback.Quotable.NO or said.published_at is None):
        return []
    return Follower.objects.following().filter(idea=comment.idea_id).values_list("contact_id", flat=True)


def _stopped(comment: Comment) -> set[int]:
    return set(Follower.objects.stopped().filter(idea=comment.idea_id).values_list("contact_id", flat=True))


def _letter(comment: Comment, said: Feedback | None, contact: Contact, address: str) -> Letter:
    leave = idea_link(contact_id=contact.pk, idea_id=comment.idea_id)
    language = language_for(contact, None)
    with translation.override(language):
        title = title_in(comment.idea, language)
        return Letter(
            key=f"comment:{comment.pk}:{contact.pk}",
            to_address=address,
            to_name=contact.name,
            subject=_("We wrote about: %(idea)s") % {"idea": title},
            body="\n\n".join(_parts(comment, said, contact, leave, title)),
            headers=one_click(leave),
        )


def _parts(comment: Comment, said: Feedback | None, contact: Contact, leave: str, title: str) -> list[str]:
    is_author = said is not None and said.contact_id == contact.pk
    page = f"{portal_address(reverse('portal_idea', args=[comment.idea_id]))}#comment-{comment.pk}"
    return [
        _("Hello %(name)s,") % {"name": contact.first_name} if contact.first_name else _("Hello,"),
        *([_("you wrote:"), _quote(said)] if said and is_author else []),
        _("We replied:") if is_author else _("We wrote below “%(idea)s”:") % {"idea": title},
        comment.words,
        _("Read it with what others said: %(address)s") % {"address": page},
        installation().vendor_name,
        _("You get this because you follow this idea. Stop it with one click: %(address)s") % {"address": leave},
    ]


def _quote(said: Feedback) -> str:
    return "\n".join(f"> {line}" for line in shorten(said.words, limit=QUOTE_LIMIT).split("\n"))
