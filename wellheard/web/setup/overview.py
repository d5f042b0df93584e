"""Every settings page by what can be changed there, so that one finds the page by the name of a field."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.deliver.work_items import trackers
from wellheard.web.places import SETTINGS_PLACES, Place, open_to
from wellheard.workspace.models import Staff

ABOUT: dict[str, str | Promise] = {
    "settings.profile": _(
        "Your name, language, time zone and appearance; your password, passkeys and authenticator app."
    ),
    "settings.notifications": _("What concerns you by mail: at once, daily, weekly or never."),
    "settings.cancellation": _("What who leaves is offered, and where the form leads back to."),
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
    "settings.kept": _(
        "What is taken out of usage events before they are written, for how many days things are kept, what was deleted."
    ),
    "settings.replies": _("Words that are sent again and again, in the customer’s language, filled in."),
    "settings.macros": _("Several steps taken in a conversation with one key."),
    "settings.automations": _("What is done by itself when something happens in a conversation, and what was."),
    "settings.satisfaction": _("Whether customers are asked how a conversation went, how many and how often."),
    "settings.dealing": _("Which teams get their new conversations in turn, and how many one has at most."),
    "settings.answer_times": _(
        "Within what business time conversations are answered, and who is told when one is not."
    ),
    "settings.benchmarks": _(
        "What others report of their net promoter scores, with source and date; surveys of the same kind stand beside them."
    ),
    "settings.tiers": _("What you promise to which companies: who answers, how fast, how often somebody calls."),
    "settings.deals": _(
        "In which industries lost deals are looked into, and what your CRM means by its stages and reasons."
    ),
    "settings.reasons": _("Why deals are won and lost and why companies leave: what people choose from."),
    "settings.attributes": _("What else you want to know of every company or contact."),
    "settings.staff": _("Who works here, in which role; invitations, leaving and returning."),
    "settings.identity_keys": _("Keys by which your product says who is signed in there."),
    "settings.widget": _("The line that puts the feedback tab into your product, and what whom sees in it."),
    "settings.tokens": _("Keys with which your other systems send and read feedback."),
    "settings.webhooks": _(
        "Which of your other systems are told at once what happens here, and whether it reached them."
    ),
    "settings.sources": _("Keys by which your products send events, from which sites and how many; pausing them."),
    "settings.dead_letters": _("Events that could not be understood, why, and trying them again."),
    "settings.mailboxes": _("The addresses customers write to, how their mail comes in, and how answers go out."),
    "settings.github": _("Issues that ideas and conversations wait for: which repositories, and what is said there."),
    "settings.crm": _(
        "Where your sellers keep their deals: what is read from there, and what its stages and reasons mean."
    ),
    "settings.discourse": _("A forum as a place where customers speak, and where they are answered."),
    "operations.quarantine": _("Mail that could not be read or placed, and trying it again."),
    "settings.imports": _("Files of companies, contacts, feedback and ideas: bring them in, take them back."),
    "operations.reactions": _("What failed in the background, and running it again."),
    "operations.mailbox": _("Every mail with its words, and trying a failed one again."),
}


@dataclass(frozen=True)
class Entry:
    """A settings page and what can be changed there."""

    place: Place
    about: str
    # What is wrong there and waits for somebody; empty when all is well.
    trouble: str = ""


def _troubles() -> dict[str, str]:
    """Return what is wrong behind which settings page."""
    refused = [name for name, _since in trackers.refusing()]
    said = _("%(tracker)s does not accept our token or key any more: give it another.")
    return {f"settings.{name.lower()}": said % {"tracker": name} for name in refused}


def entries(words: str, *, staff: Staff) -> list[Entry]:
    """Return the settings pages this person may open that go by these words; all when there are none."""
    sought = words.casefold().split()
    wrong = _troubles()
    every = [
        Entry(place, str(ABOUT.get(place.key, "")), wrong.get(place.key, ""))
        for place in open_to(staff, SETTINGS_PLACES)
    ]
    return [entry for entry in every if all(word in f"{entry.place.name} {entry.about}".casefold() for word in sought)]
