"""The facts that may begin a playbook, those most vendors want first and in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.foundation.facts import names

IN_WORDS: dict[str, str | Promise] = {
    "departure.recorded": _("A company leaves"),
    "company.returned": _("A company that left comes back"),
    "company.not_started": _("A company pays and has not begun"),
    "deal.won": _("A deal is won"),
    "deal.lost": _("A deal is lost"),
    "subscription.saved": _("What a company pays for changes"),
    "company.assigned": _("A company gets another owner"),
    "response.completed": _("Somebody answers a survey"),
    "response.found_unhappy": _("Somebody who answers a survey is unhappy"),
    "conversation.opened": _("Somebody writes to us"),
    "feedback.recorded": _("Somebody tells us something"),
    "interview.held": _("A talk took place"),
    "interview.missed": _("They did not come to a talk"),
}
# What playbooks cause themselves begins none of them: they would go round in circles.
_OUR_OWN = ("playbook.", "task.")


def choices() -> list[tuple[str, str | Promise]]:
    """Return every fact that may begin a playbook, with what it means; others than the usual ones by their code."""
    usual = [(name, meaning) for name, meaning in IN_WORDS.items() if may_begin(name)]
    others = sorted(name for name in names.registry if may_begin(name) and name not in IN_WORDS)
    return [*usual, *((name, name) for name in others)]


def may_begin(name: str) -> bool:
    """Tell whether a fact of this name is recorded here and may begin a playbook."""
    return name in names.registry and not name.startswith(_OUR_OWN)
