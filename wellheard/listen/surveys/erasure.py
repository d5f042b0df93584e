"""What surveys hold of a person, and how it is erased: words and names go, numbers and counts stay."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register, stays
from wellheard.listen.surveys.models import Display, Invitation, Quiet, Response, ResponseItem, Reward


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "survey_displays",
            _("What they were asked"),
            pointing_at(Display),
            {"survey__name": _("Survey"), "channel": _("Where"), "state": _("How it went"), "shown_at": _("Asked")},
            _forget_devices,
        ),
        covers=[(Display, "contact")],
    )
    register(
        Part(
            "survey_responses",
            _("What they answered in surveys"),
            lambda person: ResponseItem.objects.filter(response__contact__in=person.ids).order_by("pk"),
            {
                "response__survey__name": _("Survey"),
                "question__key": _("Question"),
                "number": _("Number"),
                "options": _("Chosen"),
                "words": _("Words"),
                "response__answered_at": _("Said"),
            },
            _erase_words,
        ),
        covers=[(Response, "contact")],
    )
    _register_asking()


def _register_asking() -> None:
    register(
        Part(
            "survey_invitations",
            _("Surveys they were invited to"),
            pointing_at(Invitation),
            {"survey__name": _("Survey"), "state": _("State"), "sent_at": _("Sent")},
            stays,
        ),
        covers=[(Invitation, "contact")],
    )
    register(
        Part(
            "survey_quiet",
            _("That they are not to be asked"),
            pointing_at(Quiet),
            {"reason": _("Reason"), "since": _("Since"), "until": _("Until")},
            stays,
        ),
        covers=[(Quiet, "contact")],
    )
    register(
        Part(
            "survey_rewards",
            _("What they got for answering"),
            pointing_at(Reward),
            {"code": _("Code"), "name": _("Thanked as"), "given_at": _("Given")},
            _erase_names,
        ),
        covers=[(Reward, "contact")],
    )


def _forget_devices(person: Person) -> None:
    Display.objects.filter(contact__in=person.ids).update(device="")


def _erase_words(person: Person) -> None:
    theirs = Response.objects.filter(contact__in=person.ids)
    ResponseItem.objects.filter(response__in=theirs).update(words="")
    theirs.update(device="", attributes={})


def _erase_names(person: Person) -> None:
    Reward.objects.filter(contact__in=person.ids).update(name="")
