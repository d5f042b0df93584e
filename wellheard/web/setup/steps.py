"""The steps of setting up, in their order, and how far one has come."""

from dataclasses import dataclass

from django.db.models import Exists
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Area, Invitation, SetUpStep, Staff, Vendor

CHECKLIST = "checklist"


@dataclass(frozen=True)
class Step:
    """One page of setting up: its title says what it is for."""

    key: str
    name: str | Promise
    title: str | Promise
    lead: str | Promise


STEPS = (
    Step("name", _("Name"), _("What customers call you"), _("They read it on the portal and in every mail.")),
    Step(
        "region",
        _("Region"),
        _("How you count days and money"),
        _("Days begin in your time zone, figures are in your currency, and speed is measured in your business hours."),
    ),
    Step(
        "mail", _("Mail"), _("Who your mails come from"), _("Answers go out under this name. Send yourself one first.")
    ),
    Step(
        "areas",
        _("Areas"),
        _("What customers talk about"),
        _("An area is a module of your product. What customers say is filed there; more can follow any day."),
    ),
    Step(
        "team", _("Team"), _("Who hears customers with you"), _("Each gets a link by mail that works for seven days.")
    ),
    Step(
        "start",
        _("Start"),
        _("Where your customers are known today"),
        _("Bring what there is; nobody is ever written to because of an import."),
    ),
)
KEYS = tuple(step.key for step in STEPS)


@dataclass(frozen=True)
class Item:
    """One line of the checklist, which knows by itself whether it is done."""

    name: str | Promise
    url: str
    is_done: bool


def step_of(key: str) -> Step | None:
    """Return a step by its key."""
    return next((step for step in STEPS if step.key == key), None)


def neighbours(key: str) -> tuple[str, str]:
    """Return the keys of the steps before and after; empty at the ends."""
    place = KEYS.index(key)
    return (KEYS[place - 1] if place else "", KEYS[place + 1] if place + 1 < len(KEYS) else "")


def first_open() -> str:
    """Return the step to go on with: the first that was neither done nor passed over, or the last."""
    noted = set(SetUpStep.objects.values_list("key", flat=True))
    return next((key for key in KEYS if key not in noted), KEYS[-1])


def way(key: str) -> list[dict[str, object]]:
    """Return the line of steps as it is drawn."""
    noted = dict(SetUpStep.objects.values_list("key", "outcome"))
    return [
        {
            "title": step.name,
            "note": SetUpStep.Outcome(noted[step.key]).label if step.key in noted else "",
            "state": "now" if step.key == key else "done" if step.key in noted else "",
        }
        for step in STEPS
    ]


def checklist() -> list[Item]:
    """Return what is left to do until the first answer was sent; nothing after that, or when somebody hid the list."""
    row = Vendor.objects.exclude(set_up_at=None).values(
        hidden=Exists(SetUpStep.objects.filter(key=CHECKLIST)),
        answered=Exists(Answer.objects.filter(state=Answer.State.SENT)),
        mail=Exists(OutgoingMail.objects.filter(state=OutgoingMail.State.SENT)),
        areas=Exists(Area.objects.all()),
        invited=Exists(Invitation.objects.all()),
        joined=Exists(Staff.objects.exclude(pk__in=Staff.objects.order_by("pk").values("pk")[:1])),
        companies=Exists(Company.objects.all()),
        heard=Exists(Feedback.objects.all()),
        ideas=Exists(Idea.objects.all()),
    )
    found = row.first()
    if not found or found["hidden"] or found["answered"]:
        return []
    return [
        Item(_("A mail of yours has reached a mail server"), _step("mail"), found["mail"]),
        Item(_("Your product has areas"), _step("areas"), found["areas"]),
        Item(_("A colleague is invited"), _step("team"), found["invited"] or found["joined"]),
        Item(_("Your companies are here"), reverse("imports"), found["companies"]),
        Item(_("A customer was heard"), reverse("feedback_new"), found["heard"]),
        Item(_("An idea was written down"), reverse("idea_new"), found["ideas"]),
        Item(_("The first answer was sent"), reverse("answers"), is_done=False),
    ]


def _step(key: str) -> str:
    return reverse("setting_up_step", args=[key])
