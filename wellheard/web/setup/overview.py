"""Every settings page by what can be changed there, so that one finds the page by the name of a field."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.web.places import SETTINGS_PLACES, Place, open_to
from wellheard.workspace.models import Staff

ABOUT: dict[str, str | Promise] = {
    "settings.profile": _(
        "Your name, language, time zone and appearance; your password, passkeys and authenticator app."
    ),
    "settings.notifications": _("What concerns you by mail: at once, daily, weekly or never."),
    "settings.setting_up": _("Name, region, mail with a test mail, first areas, colleagues and imports, step by step."),
    "settings.own_data": _("Take the demo out, with everything in it."),
    "settings.company": _(
        "The name customers read, languages, time zone, currency, business hours, holidays, the sender of mail, how long "
        "answers are held, whether opened mail is noted."
    ),
    "settings.portal": _(
        "Logo, colour and own address of the portal; who may write and vote; posts held for their links."
    ),
    "settings.boards": _("Lists of ideas, for everybody or for the companies of a segment alone."),
    "settings.areas": _("Products, areas and teams: what you sell, its modules, and who owns what is said about each."),
    "settings.categories": _("What kind of thing a customer told you: a bug, a question, praise."),
    "settings.wordings": _("How you acknowledge, decide, ship and thank, in each language."),
    "settings.rates": _("What other currencies are worth in the currency of the figures, from which day on."),
    "settings.suppressions": _("Addresses that get no mail from you, and why."),
    "settings.tiers": _("What you promise to which companies: who answers, how fast, how often somebody calls."),
    "settings.attributes": _("What else you want to know of every company or contact."),
    "settings.staff": _("Who works here, in which role; invitations, leaving and returning."),
    "settings.identity_keys": _("Keys by which your product says who is signed in there."),
    "settings.tokens": _("Keys with which your other systems send and read feedback."),
    "settings.webhooks": _(
        "Which of your other systems are told at once what happens here, and whether it reached them."
    ),
    "settings.imports": _("Files of companies, contacts, feedback and ideas: bring them in, take them back."),
    "operations.reactions": _("What failed in the background, and running it again."),
    "operations.mailbox": _("Every mail with its words, and trying a failed one again."),
}


@dataclass(frozen=True)
class Entry:
    """A settings page and what can be changed there."""

    place: Place
    about: str


def entries(words: str, *, staff: Staff) -> list[Entry]:
    """Return the settings pages this person may open that go by these words; all when there are none."""
    sought = words.casefold().split()
    every = [Entry(place, str(ABOUT.get(place.key, ""))) for place in open_to(staff, SETTINGS_PLACES)]
    return [entry for entry in every if all(word in f"{entry.place.name} {entry.about}".casefold() for word in sought)]
