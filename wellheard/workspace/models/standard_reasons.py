"""The reasons every vendor starts with. The names are kept as written here and translated when they are shown."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class StandardReason:
    """A reason to start with; `under` is the key of the first-level reason it stands below."""

    key: str
    name: str
    asks: str = ""
    under: str = ""


STANDARD_REASONS = {
    "deal": (
        StandardReason("missing-function", gettext_noop("A function was missing"), asks="idea"),
        StandardReason("competitor", gettext_noop("A competitor was preferred"), asks="competitor"),
        StandardReason("competitor-function", gettext_noop("For what they can do"), "idea", "competitor"),
        StandardReason("competitor-price", gettext_noop("For their price"), "competitor", "competitor"),
        StandardReason("incumbent", gettext_noop("They stayed with what they have"), "competitor", "competitor"),
        StandardReason("price", gettext_noop("Price")),
        StandardReason("budget", gettext_noop("No budget"), under="price"),
        StandardReason("value", gettext_noop("Not worth it to them"), under="price"),
        StandardReason("no-decision", gettext_noop("They decided nothing")),
        StandardReason("timing", gettext_noop("Not now, perhaps later"), under="no-decision"),
        StandardReason("priority", gettext_noop("Something else came first"), under="no-decision"),
        StandardReason("silence", gettext_noop("They went silent"), under="no-decision"),
        StandardReason("poor-fit", gettext_noop("Not a customer for us")),
        StandardReason("security", gettext_noop("Security or legal"), asks="idea"),
        StandardReason("integration", gettext_noop("It does not connect to what they use"), asks="idea"),
        StandardReason("usability", gettext_noop("Too hard to use")),
        StandardReason("sales", gettext_noop("How we sold it")),
        StandardReason("trust", gettext_noop("Trust in us as a vendor")),
        StandardReason("functions", gettext_noop("What it can do")),
        StandardReason("service", gettext_noop("Support and service")),
        StandardReason("other", gettext_noop("Something else")),
    ),
    "departure": (
        StandardReason("closed-business", gettext_noop("They closed their business")),
        StandardReason("never-started", gettext_noop("They never started")),
        StandardReason("no-time", gettext_noop("No time to set it up"), under="never-started"),
        StandardReason("no-help", gettext_noop("Nobody helped them begin"), under="never-started"),
        StandardReason("no-value", gettext_noop("They saw no value")),
        StandardReason("missing-function", gettext_noop("A function was missing"), asks="idea"),
        StandardReason("too-complex", gettext_noop("Too complex")),
        StandardReason("price", gettext_noop("Price")),
        StandardReason("budget", gettext_noop("Their budget was cut"), under="price"),
        StandardReason("value", gettext_noop("Not worth it to them"), under="price"),
        StandardReason("competitor", gettext_noop("They went to a competitor"), asks="competitor"),
        StandardReason("support", gettext_noop("How we helped them")),
        StandardReason("quality", gettext_noop("Bugs and outages")),
        StandardReason("project-ended", gettext_noop("Their project or season ended")),
        StandardReason("champion-left", gettext_noop("Who wanted it left them")),
        StandardReason("payment", gettext_noop("Their payment failed")),
        StandardReason("other", gettext_noop("Something else")),
    ),
}
