"""Note who was shown what. The row is what later decisions rest on, so it is written when somebody sees the question."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact, Membership
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.surveys.asked import Asked
from wellheard.listen.surveys.errors import SurveyError, UnknownSurveyError
from wellheard.listen.surveys.models import Display, Survey, Wave

DISMISSED = names.declare("survey.dismissed", "Somebody closed a survey without an answer, or left it half way.")

State = Display.State
MOST_KEY = 120


@transaction.atomic
def show_survey(
    *,
    survey_id: int,
    who: Asked,
    channel: str,
    key: str,
    wave: Wave | None = None,
    stratum: str = "",
    session: str = "",
) -> Display:
    """Note that somebody was shown a survey; the same key again returns what is there. Raises UnknownSurveyError, SurveyError."""
    wanted = {
        "survey_id": survey_id,
        "contact": _contact(who),
        "device": who.device[:320] if who.contact_id is None else "",
        "company_id": who.company_id or main_company(who.contact_id),
        "channel": Survey.Channel(channel),
        "wave": wave,
        "stratum": stratum,
        "session": session[:64],
        "shown_at": clock.now(),
    }
    key = key.strip()[:MOST_KEY]
    if not key:
        raise SurveyError(_("A showing has a key, so that it counts once."))
    if not Survey.objects.filter(pk=survey_id).exists():
        raise UnknownSurveyError(_("This survey does not exist any more."))
    display, is_new = Display.objects.get_or_create(key=key, defaults=wanted)
    if display.survey_id != survey_id:
        raise SurveyError(_("This key belongs to another survey."))
    if is_new:
        Survey.objects.filter(pk=survey_id).update(shown_count=F("shown_count") + 1)
    return display


@transaction.atomic
def start_response(*, display_id: int) -> Display:
    """Note that somebody has begun to answer; a second time changes nothing."""
    display = held_display(display_id)
    if display.state == State.SHOWN:
        display.state, display.started_at = State.STARTED, clock.now()
        display.save(update_fields=["state", "started_at"])
        Survey.objects.filter(pk=display.survey_id).update(started_count=F("started_count") + 1)
    return display


@transaction.atomic
def dismiss_survey(*, display_id: int) -> Display:
    """Note that somebody closed it: at once, or having begun. It counts as seen. Who has answered stays answered."""
    display = held_display(display_id)
    if display.state in {State.SHOWN, State.STARTED}:
        display.state = State.DISMISSED if display.state == State.SHOWN else State.ABANDONED
        display.ended_at = clock.now()
        display.save(update_fields=["state", "ended_at"])
        Survey.objects.filter(pk=display.survey_id).update(dismissed_count=F("dismissed_count") + 1)
        ledger.record(DISMISSED, display, survey=display.survey_id, state=display.state)
    return display


def held_display(display_id: int) -> Display:
    """Return a showing, held until the transaction ends. Raises SurveyError."""
    display = Display.objects.select_for_update(of=("self",), no_key=True).filter(pk=display_id).first()
    if display is None:
        raise SurveyError(_("This question was never shown."))
    return display


def main_company(contact_id: int | None) -> int | None:
    """Return the company somebody belongs to first."""
    if contact_id is None:
        return None
    places = Membership.objects.filter(contact=contact_id, company__merged_into=None).order_by("-is_primary", "pk")
    return places.values_list("company_id", flat=True).first()


def _contact(who: Asked) -> Contact | None:
    return Contact.objects.filter(pk=who.contact_id).first() if who.contact_id is not None else None
