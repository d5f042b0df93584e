"""How surveys are called in lists and sentences."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.text.listing import listed
from wellheard.listen.surveys.models import Display, QuestionKind, Survey

KINDS: dict[str, Any] = {
    QuestionKind.NPS: "NPS",
    QuestionKind.CSAT: "CSAT",
    QuestionKind.CES: "CES",
    QuestionKind.CHOICE: _("One choice"),
    QuestionKind.CHOICES: _("Several choices"),
    QuestionKind.RATING: _("Stars"),
    QuestionKind.TEXT: _("Own words"),
    QuestionKind.PAIR: _("This or that"),
}
# The tone and the icon of each state.
LOOKS = {
    Survey.State.DRAFT: ("", "pencil"),
    Survey.State.RUNNING: ("good", "send"),
    Survey.State.PAUSED: ("warn", "clock"),
    Survey.State.ENDED: ("", "check"),
}

# At which gate a decision ended, in the order of the gates; "asked" is the end of all.
GATES: dict[str, Any] = {
    "asked": _("asked"),
    "another": _("another survey went first"),
    "running": _("it did not run"),
    "dates": _("before its first day or after its last"),
    "channel": _("it is not asked there"),
    "page": _("on another page"),
    "known": _("we did not know them"),
    "segment": _("not in its segment"),
    "rule": _("does not meet its rule"),
    "event": _("what it waits for had not happened"),
    "count": _("it had not happened often enough"),
    "before": _("what they were asked before does not fit"),
    "sample": _("not drawn by lot"),
    "group": _("their group has its answers, or they are in none"),
    "per_day": _("enough for one day"),
    "again": _("were asked this already"),
    "quiet": _("on the quiet list"),
    "stopped": _("nobody was asked on that day"),
    "first_days": _("in their first days with us"),
    "urgent": _("an urgent conversation was open"),
    "session": _("were asked something on that visit"),
    "any_pause": _("were asked something a moment ago"),
    "person_pause": _("were asked something lately"),
    "nps_pause": _("were asked for NPS lately"),
    "unanswered": _("leave questions unanswered"),
    "company_pause": _("enough of their company were asked lately"),
}

DISPLAY_LOOKS = {
    Display.State.SHOWN: ("", "eye"),
    Display.State.STARTED: ("", "pencil"),
    Display.State.COMPLETED: ("good", "circle-check"),
    Display.State.DISMISSED: ("", "x"),
    Display.State.ABANDONED: ("warn", "minus"),
}


def channels_of(survey: Survey) -> str:
    """Return where a survey is shown, in words."""
    names = dict(Survey.Channel.choices)
    return listed(names[channel] for channel in survey.channels if channel in names) or _now("nowhere yet")
