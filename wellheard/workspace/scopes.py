"""What an API token may do: reading or writing one area of the API, or everything."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ADMIN = "admin"

# What each area of the API is about. Words here are shown beside the boxes on the page that makes tokens.
AREAS: dict[str, str | Promise] = {
    "companies": _("Companies, contacts, subscriptions and segments"),
    "feedback": _("Feedback and its filing"),
    "conversations": _("Conversations and their messages"),
    "ideas": _("Ideas, evidence, votes, comments and decisions"),
    "releases": _("Releases"),
    "articles": _("Articles, and what is suggested to whom writes"),
    "answers": _("Answers"),
    "surveys": _("Surveys, answers to them, and what they found"),
    "deals": _("Deals, why they were won or lost, and competitors"),
    "departures": _("Departures and returns"),
    "talks": _("Talks with customers, with our notes"),
    "reviews": _("Review meetings, their verdicts and minutes"),
    "goals": _("Objectives, key results and check-ins"),
    "imports": _("Imports"),
    "facts": _("The feed of facts"),
}
READ_ONLY = {"imports", "facts", "surveys", "reviews"}

SCOPES = (
    ADMIN,
    *(f"{area}:{act}" for area in AREAS for act in ("read", "write") if act == "read" or area not in READ_ONLY),
)
# What every token could do before tokens had scopes.
FIRST = ("companies:write", "feedback:read", "feedback:write")


def allows(granted: "list[str]", scope: str) -> bool:
    """Tell whether these scopes allow this one; whoever may write an area may read it too."""
    area, _sep, act = scope.partition(":")
    return ADMIN in granted or scope in granted or (act == "read" and f"{area}:write" in granted)


def choices() -> list[tuple[str, str | Promise]]:
    """Return every scope with what it lets a program do, as people choose among them."""
    found: list[tuple[str, str | Promise]] = [(ADMIN, _("Everything, also what is added later"))]
    for scope in SCOPES[1:]:
        area, _sep, act = scope.partition(":")
        said = gettext("Read: %(what)s") if act == "read" else gettext("Read and change: %(what)s")
        found.append((scope, said % {"what": AREAS[area]}))
    return found
