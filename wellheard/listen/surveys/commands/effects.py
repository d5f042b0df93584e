"""What follows from answers: an owner is asked to call, an exact survey ends, a device's answers get their person."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.statistics.promoters import net_promoters, split_of
from wellheard.listen.commands import place_feedback
from wellheard.listen.surveys.commands.showing import main_company
from wellheard.listen.surveys.commands.states import end_survey
from wellheard.listen.surveys.kinds import is_detractor
from wellheard.listen.surveys.models import Display, QuestionKind, Response, Survey
from wellheard.workspace.commands.tasks import Subject, add_task
from wellheard.workspace.models import Task

JOINED = names.declare("response.joined", "We found out who gave an answer on a device.")
CALL = "call_detractor"
CALL_WITHIN = timedelta(days=2)
# Before so many answers an interval says little about itself.
FEWEST_FOR_A_MARGIN = 10


@transaction.atomic
def ask_owner_to_call(*, response_id: int) -> Task | None:
    """Ask the owner of a high-touch company to speak to somebody who is unhappy: once for each answer, however it changes."""
    rows = Response.objects.select_for_update(of=("self",), no_key=True)
    response = (
        rows.select_related("survey", "company__tier", "company__owner", "contact").filter(pk=response_id).first()
    )
    if response is None or not is_detractor(response.survey.kind, response.score):
        return None
    company = response.company
    if company is None or company.owner is None or company.tier is None or not company.tier.is_high_touch:
        return None
    about = Subject("response", response.pk)
    if Task.objects.filter(kind=CALL, subject_type=about.type, subject_id=about.id).exists():
        return None
    who = str(response.contact) if response.contact else _("somebody")
    title = _("Speak to %(person)s at %(company)s, who gave %(score)d in “%(survey)s”") % {
        "person": who,
        "company": company.name,
        "score": response.score,
        "survey": response.survey.name,
    }
    return add_task(
        kind=CALL, title=title, assignee=company.owner, due_on=clock.today() + CALL_WITHIN, by=None, about=about
    )


@transaction.atomic
def end_when_exact(*, survey_id: int) -> None:
    """End an NPS survey once its score is known to as many points as it wanted, counting the companies that answered."""
    survey = Survey.objects.filter(pk=survey_id, kind=QuestionKind.NPS).exclude(stop_at_margin=None).first()
    if survey is None or not survey.is_running:
        return
    answers = Response.objects.filter(survey=survey, is_complete=True).scored()
    scores = [score for score in answers.values_list("score", flat=True) if score is not None]
    if len(scores) < FEWEST_FOR_A_MARGIN:
        return
    companies = answers.aggregate(n=Count("company", distinct=True))["n"]
    interval = net_promoters(split_of(scores), groups=companies if 1 < companies < len(scores) else None).interval
    if interval.half <= (survey.stop_at_margin or 0):
        end_survey(survey_id=survey.pk, because=Survey.Ending.MARGIN)


@transaction.atomic
def join_answers(*, contact_id: int) -> int:
    """Let what was asked and answered on a contact's devices, while nobody was known on them, be theirs. Return how many."""
    devices = ContactIdentity.objects.filter(contact=contact_id, kind=ContactIdentity.Kind.DEVICE)
    values = list(devices.values_list("value", flat=True))
    contact = Contact.objects.filter(pk=contact_id).first()
    if not values or contact is None:
        return 0
    company = main_company(contact_id)
    Display.objects.filter(contact=None, device__in=values).update(contact=contact, company=company, device="")
    answers = Response.objects.select_for_update(of=("self",), no_key=True).filter(contact=None, device__in=values)
    rows = list(answers.order_by("pk"))
    for response in rows:
        response.contact, response.company_id, response.device = contact, company, ""
        response.save(update_fields=["contact", "company", "device"])
        for item in response.items.exclude(feedback=None):
            place_feedback(feedback_id=item.feedback_id or 0, contact=contact)
        ledger.record(JOINED, response, survey=response.survey_id)
    return len(rows)
