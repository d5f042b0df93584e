"""When what a company left for is there, and nobody of it is known to be told, its former owner has a task, once."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.answer.commands.owners import DEFAULT_HOURS, who_tells, working_day_after
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.decide.queries import family_of
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import Subject, add_task
from wellheard.workspace.models import Task

WIN_BACK = "win_back"
ASKED = names.declare(
    "departure.win_back_asked",
    "Whoever looked after a company that left is to tell it that `idea`, for which it left, is there.",
)
MOST_CHARACTERS = 200


def ask_former_owners(*, idea: Idea) -> int:
    """Give the owner of each company that left for this idea, and of which we know nobody, a task; return how many are new.

    Who is known is owed an answer as everybody who asked, told by the owner. It is asked once for a departure and an idea, also
    where the idea ships again; of two ideas that ship one after the other the open task names both.
    """
    family = family_of([idea.pk])
    said = EvidenceItem.objects.filter(idea__in=family, evidence__withdrawn_at=None, feedback__contact=None)
    left = Departure.objects.open().filter(feedback__in=said.exclude(feedback=None).values("feedback"))
    return sum(_ask(one, idea, family) for one in left.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _ask(departure_id: int, idea: Idea, family: list[int]) -> bool:
    # Two ideas that ship at once wait here for each other.
    rows = Departure.objects.select_for_update(of=("self",), no_key=True).select_related("company__owner")
    departure = rows.open().filter(pk=departure_id).first()
    asked = Fact.objects.filter(name=ASKED, subject_type="departure", subject_id=departure_id)
    if departure is None or asked.filter(details__idea__in=family).exists():
        return False
    about = Subject("departure", departure.pk)
    waiting = Task.objects.open().filter(kind=WIN_BACK, subject_type=about.type, subject_id=about.id).first()
    if waiting:
        waiting.title = f"{waiting.title}; {idea.title}"[:MOST_CHARACTERS]
        waiting.save(update_fields=["title"])
    else:
        add_task(
            kind=WIN_BACK,
            title=_("Tell %(company)s that what they left for is there: %(idea)s")
            % {"company": departure.company.name, "idea": idea.title},
            assignee=who_tells(departure.company),
            due_on=working_day_after(clock.today(), hours=DEFAULT_HOURS),
            by=None,
            about=about,
        )
    ledger.record(ASKED, departure, idea=idea.pk)
    return True
