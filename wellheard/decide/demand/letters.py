"""The mail that asks whether ideas are still needed: one mail, one link, in the person's language. The link changes nothing."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.decide.demand.models import Asked
from wellheard.decide.demand.queries.asking import questions_of, titles_for
from wellheard.foundation.mail.commands import Letter
from wellheard.listen.desk.frames import frame_of
from wellheard.workspace.installation import installation, portal_address


def letter_of(asked: Asked, address: str) -> Letter:
    """Return the mail that asks one person of all their ideas of a round."""
    contact, here = asked.contact, installation()
    questions = questions_of(asked)
    with translation.override(frame_of(contact.language) or frame_of(here.language) or "en"):
        first_name = contact.first_name if "@" not in contact.name else ""
        titles = titles_for(questions, contact.language or here.language)
        link = portal_address(reverse("still_needed", args=[asked.token]))
        parts = [
            _("Hello %(name)s,") % {"name": first_name} if first_name else _("Hello,"),
            ngettext(
                "Some time ago you asked us for this. Before we decide what comes next: do you still need it?",
                "Some time ago you asked us for these. Before we decide what comes next: do you still need them?",
                len(titles),
            ),
            "\n".join(f"– {titles[question.pk]}" for question in questions),
            _("One click for each tells us: %(link)s") % {"link": link},
            _("A no helps us as much as a yes. We ask you once."),
            here.vendor_name,
        ]
        return Letter(
            key=f"still-needed:{asked.pk}",
            to_address=address,
            to_name=contact.name,
            subject=_("Do you still need this?"),
            body="\n\n".join(part for part in parts if part),
            language=translation.get_language() or settings.LANGUAGE_CODE,
            by_machine=True,
        )
