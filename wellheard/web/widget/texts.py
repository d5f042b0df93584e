"""Every sentence the tab shows by itself, in the reader's language. Numbers in braces are filled in there."""

from django.utils.translation import gettext as _

from wellheard.workspace.installation import installation


def texts() -> dict[str, str]:
    """Return the texts by the names the tab knows them by."""
    vendor = {"vendor": installation().vendor_name}
    return _frame() | _saying(vendor) | _becoming(vendor) | _sending() | _asking(vendor)


def _frame() -> dict[str, str]:
    return {
        "tab": _("Feedback"),
        "title": _("What do you need?"),
        "close": _("Close"),
        "back": _("Back"),
        "more": _("Show more"),
        "loading": _("One moment…"),
        "offline": _("Cannot be reached just now."),
        "refused": _("This could not be taken."),
        "unread": _("{n} unread"),
        "portal": _("All of it on our page"),
        "new_window": _("opens in a new window"),
        "yes": _("Yes"),
        "no": _("No"),
        "done": _("Done"),
        "cancel": _("Cancel"),
        "thanks": _("Thank you."),
    }


def _saying(vendor: dict[str, str]) -> dict[str, str]:
    return {
        "placeholder": _("In your own words"),
        "say": _("Just so that you know"),
        "say_note": _("%(vendor)s reads it. You hear back when something becomes of it.") % vendor,
        "ask": _("I would like an answer"),
        "ask_note": _("Somebody at %(vendor)s writes back to you, here.") % vendor,
        "send": _("Send"),
        "send_anyway": _("Send anyway"),
        "solved": _("That solved it"),
        "may_help": _("This may already help"),
        "reads": _("%(vendor)s reads all of it") % vendor,
        "sent": _("We have it."),
        "waiting": _("It is kept here and sent as soon as the connection is back."),
        "helped": _("Did this help?"),
        "email": _("Where can we answer?"),
    }


def _becoming(vendor: dict[str, str]) -> dict[str, str]:
    return {
        "mine": _("What became of it"),
        "ideas": _("Ideas"),
        "changelog": _("What is new"),
        "nothing_mine": _("You have said nothing yet. What you say stands here, with what becomes of it."),
        "nothing_ideas": _("No idea says this yet. Say it yourself."),
        "nothing_changelog": _("Nothing has been announced yet."),
        "vote": _("I want this too"),
        "voted": _("You want this"),
        "reply": _("Reply"),
        "reply_sent": _("Your reply is there."),
        "answered": _("%(vendor)s answered") % vendor,
    }


def _sending() -> dict[str, str]:
    return {
        "attach": _("Add a picture of the screen"),
        "attached": _("The picture goes along"),
        "remove": _("Take it out"),
        "blur": _("Drag over what nobody should see"),
        "also_sent": _("What is sent with it"),
        "page": _("Page"),
        "version": _("Version"),
        "context": _("From the product"),
        "picture": _("Picture"),
    }


def _asking(vendor: dict[str, str]) -> dict[str, str]:
    return {
        "not_now": _("Not now"),
        "next": _("Next"),
        "skip": _("Skip"),
        "or": _("or"),
        "neither": _("Neither"),
        "optional": _("if you like"),
        "asks": _("%(vendor)s asks") % vendor,
        "step": _("{n} of {of}"),
    }
