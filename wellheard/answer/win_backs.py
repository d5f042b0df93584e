"""When what a company left for is there, and nobody of it is known to be told, its former owner has a task."""

from django.utils.translation import gettext as _

from wellheard.answer.commands.owners import DEFAULT_HOURS, working_day_after
from wellheard.decide.models import EvidenceItem, Idea
from wellheard.decide.queries import family_of
from wellheard.foundation import clock
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import Subject, add_task

WIN_BACK = "win_back"


def ask_former_owners(*, idea: Idea) -> int:
    """Give the owner of each company that left for this idea, and of which we know nobody, a task; return how many.

    Who is known is owed an answer as everybody who asked, told by the owner. Repeating it makes no second task.
    """
    said = EvidenceItem.objects.filter(
        idea__in=family_of([idea.pk]), evidence__withdrawn_at=None, feedback__contact=None
    )
    left = Departure.objects.open().filter(feedback__in=said.exclude(feedback=None).values("feedback"))
    rows = list(left.select_related("company__owner"))
    for one in rows:
        owner = one.company.owner
        add_task(
            kind=WIN_BACK,
            title=_("Tell %(company)s that what they left for is there: %(idea)s")
            % {"company": one.company.name, "idea": idea.title},
            assignee=owner if owner and owner.is_active else None,
            due_on=working_day_after(clock.today(), hours=DEFAULT_HOURS),
            by=None,
            about=Subject("departure", one.pk),
        )
    return len(rows)
