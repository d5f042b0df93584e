"""How we put each occasion until staff put it otherwise, in the language that is active. Words in braces are filled in."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.answer.models import Answer

# What can stand in braces, and what it becomes.
PLACEHOLDERS: dict[str, Promise] = {
    "greeting": gettext_lazy("“Hello Anneke,”, or “Hello,” where we do not know their name"),
    "what_you_said": gettext_lazy("What they told us in their own words, or that they voted for it"),
    "idea": gettext_lazy("The idea's title"),
    "reason": gettext_lazy("What customers read of the decision"),
    "notes": gettext_lazy("The release's notes"),
    "workaround": gettext_lazy("What helps meanwhile"),
    "revisit": gettext_lazy("When we look at it again"),
    "expected": gettext_lazy("Within which time a person reads it"),
    "solved_link": gettext_lazy("The link that asks whether it solved their problem; each reader has one of their own"),
    "first_words": gettext_lazy("The beginning of what they said"),
    "company": gettext_lazy("Their company's name"),
    "vendor": gettext_lazy("Our name"),
}

Frame = tuple[str, str]


def default_wording(occasion: str) -> Frame:
    """Return our own subject line and words for an occasion, in the language that is active."""
    subject_line, parts = _NEWS[Answer.Occasion(occasion)]()
    return subject_line, "\n\n".join(["{greeting}", "{what_you_said}", *parts, "{vendor}"])


def _acknowledged() -> tuple[str, list[str]]:
    return _("We have heard you: {first_words}"), [
        "{expected} " + _("You will hear from us again when we have decided about it, whether it is a yes or a no.")
    ]


def _decided() -> tuple[str, list[str]]:
    return _("Planned: {idea}"), [
        _("We decided to do it: “{idea}” is planned."),
        "{reason}",
        _("You will hear from us when it is there."),
    ]


def _shipped() -> tuple[str, list[str]]:
    return _("It is live: {idea}"), [
        _("You can use it now: “{idea}” is live."),
        "{notes}",
        _("Thank you for asking for it. Did it solve your problem?") + "\n{solved_link}",
    ]


def _not_now() -> tuple[str, list[str]]:
    return _("Not now: {idea}"), [
        _("Thank you for telling us. We looked at “{idea}” with care and decided not to do it now. This is why:"),
        "{reason}",
        "{revisit}",
        _("Until then this may help: {workaround}"),
        _(
            "What you told us stays with us, and it counts when we decide again. If your need changes, reply to this mail."
        ),
    ]


def _already_possible() -> tuple[str, list[str]]:
    return _("Already there: {idea}"), [
        _(
            "Good news: you can do this already. Thank you for asking; you are surely not the only one who looked for it."
        ),
        "{reason}",
        _("Did this solve your problem?") + "\n{solved_link}",
    ]


def _reopened() -> tuple[str, list[str]]:
    return _("We look at it again: {idea}"), [
        _(
            "You told us that “{idea}” is not solved for you. Thank you for saying so. A person looks at it again, "
            "and you will hear from us when there is news."
        )
    ]


def _thanked() -> tuple[str, list[str]]:
    return _("Thank you: {idea}"), [
        _("Because you and others said so, this changed: “{idea}” is live."),
        "{notes}",
        _(
            "You told us that it solved your problem. The people who built it have read that, and we thank you for "
            "taking the time. Tell us when something else is in your way."
        ),
    ]


_NEWS: dict[Answer.Occasion, Callable[[], tuple[str, list[str]]]] = {
    Answer.Occasion.ACKNOWLEDGED: _acknowledged,
    Answer.Occasion.DECIDED: _decided,
    Answer.Occasion.SHIPPED: _shipped,
    Answer.Occasion.NOT_NOW: _not_now,
    Answer.Occasion.ALREADY_POSSIBLE: _already_possible,
    Answer.Occasion.REOPENED: _reopened,
    Answer.Occasion.THANKED: _thanked,
}
