"""What GitHub is asked and told because of something that happened. All of it waits for GitHub, so in a lane of its own."""

from wellheard.connect.github import commands
from wellheard.connect.github.models import Connection, Issue
from wellheard.connect.github.once import arrive_once, begin_again, comment_later, comment_once, make_once, read_once
from wellheard.connect.github.spots import KEY, repository_at
from wellheard.connect.github.telling import tells_too_much
from wellheard.deliver.work_items.models import WorkItem
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.jobs import OUTSIDE
from wellheard.workspace.commands.notifying import notify
from wellheard.workspace.models import Notification, Staff
from wellheard.workspace.permissions import Role


@reacts_to("github.arrived", queue=OUTSIDE)
def work_arrival(fact: Fact) -> None:
    """Do what a message of GitHub's asks for."""
    arrive_once(fact.subject_id)


@reacts_to("github.refused")
def tell_admins(fact: Fact) -> None:
    """Tell whoever can make another token or key, once."""
    admins = Staff.objects.at_work().filter(role=Role.ADMIN).values_list("pk", flat=True)
    notify(kind=Notification.Kind.CONNECTION, fact=fact, to=list(admins), about=("github", fact.subject_id))


@reacts_to("github.renewed", queue=OUTSIDE)
def begin_where_it_stopped(fact: Fact) -> None:
    """Do what waited for another token or key."""
    begin_again(fact.subject_id)


@reacts_to("workitem.added", queue=OUTSIDE)
def read_new(fact: Fact) -> None:
    """Read an issue that has just been linked."""
    read_once(fact.subject_id)


@reacts_to("workitem.wanted", queue=OUTSIDE)
def make_new(fact: Fact) -> None:
    """Make an issue somebody asked for."""
    make_once(fact.subject_id)


@reacts_to("workitem.linked", "workitem.unlinked", "workitem.duplicate_found", queue=OUTSIDE)
def say_how_many_wait(fact: Fact) -> None:
    """Bring our comment below an issue up to date."""
    comment_once(fact.subject_id)


@reacts_to("github.repository_edited")
def take_money_back(fact: Fact) -> None:
    """Take what customers pay and say from below every issue of a repository that may not tell it any more, closed ones too."""
    written = Issue.objects.filter(repository=fact.subject_id, silenced_at=None).exclude(comment_id=None)
    for issue in written.select_related("repository"):
        if tells_too_much(issue):
            comment_later.defer(row_id=issue.item_id)


@reacts_to("workitem.closed", "workitem.reopened")
def keep_status_for_notes(fact: Fact) -> None:
    """Keep for the conversations that wait that an issue was closed or opened again, where the owner wants such notes."""
    item = WorkItem.objects.filter(pk=fact.subject_id, tracker=KEY).first()
    repository = repository_at(item.site, item.repository) if item else None
    if item and repository and repository.connection.notes != Connection.Notes.NONE:
        commands.keep_news(item_id=item.pk, key=f"{fact.name}:{fact.pk}")
