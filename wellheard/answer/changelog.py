"""Send a release to who subscribed to the changelog: one mail each, in their language."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.answer.languages import frame_of, language_for
from wellheard.answer.leaving import one_click, releases_link
from wellheard.answer.queries import addresses
from wellheard.answer.replies import PART
from wellheard.customers.models import Contact
from wellheard.deliver.models import Release, Subscriber
from wellheard.foundation.mail.commands import Letter, queue_mail
from wellheard.foundation.text.markdown import plain
from wellheard.workspace.installation import installation, portal_address


def tell(release: Release) -> None:
    """Queue the mails of a release; safe to repeat, for each has a key of its own."""
    ids = list(Subscriber.objects.subscribed().order_by("contact_id").values_list("contact_id", flat=True))
    for begin in range(0, len(ids), PART):
        _tell_part(release, ids[begin : begin + PART])


@transaction.atomic
def _tell_part(release: Release, contact_ids: Iterable[int]) -> None:
    prefetch_related_objects([release], "translations")
    reachable = addresses(contact_ids)
    for contact in Contact.objects.filter(pk__in=reachable).order_by("pk"):
        queue_mail(_letter(release, contact, reachable[contact.pk]))


def _letter(release: Release, contact: Contact, address: str) -> Letter:
    leave = releases_link(contact_id=contact.pk)
    page = f"{portal_address(reverse('portal_changelog'))}#release-{release.pk}"
    language = language_for(contact, None)
    written = next((row for row in release.translations.all() if frame_of(row.language) == language), None)
    own_title, notes = (written.title, written.notes) if written else ("", release.notes)
    title = " ".join(part for part in (own_title or release.title, release.version_name) if part)
    with translation.override(language):
        parts = [
            _("Hello %(name)s,") % {"name": contact.first_name} if contact.first_name else _("Hello,"),
            _("this is new: %(title)s") % {"title": title},
            plain(notes),
            _("Read it with what others asked for: %(address)s") % {"address": page},
            installation().vendor_name,
            _("You get one mail per release because you asked for it. Stop it with one click: %(address)s")
            % {"address": leave},
        ]
        subject = _("New: %(title)s") % {"title": title}
    return Letter(
        key=f"release:{release.pk}:{contact.pk}",
        to_address=address,
        to_name=contact.name,
        subject=subject,
        body="\n\n".join(parts),
        headers=one_click(leave),
        language=language,
    )
