"""Bring a product manager into a conversation whose need cannot be met today."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.text.clean import shorten
from wellheard.listen.conversations.commands import ConversationError, write_note
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.commands import Subject, add_task
from wellheard.workspace.models import Area, Staff, Task
from wellheard.workspace.permissions import Role

KIND = "look_at_conversation"
# So many days a product manager has to say something.
DAYS = 2


def managers_of(area: Area | None) -> QuerySet[Staff]:
    """Return who decides about an area: the product people of the team that owns it, else all of them."""
    deciding = Staff.objects.at_work().filter(Q(role=Role.PRODUCT) | Q(department=Staff.Department.PRODUCT))
    if area and area.team_id:
        of_team = deciding.filter(teams=area.team_id)
        deciding = of_team if of_team.exists() else deciding
    return deciding.distinct().order_by("name")


@transaction.atomic
def bring_in_product(*, conversation_id: int, manager: Staff, question: str, by: Staff, key: str = "") -> Task:
    """Ask a product manager to look: a note that mentions them, and a task. Asking again while it is open asks nothing twice.

    Raises ConversationError for who does not work here any more.
    """
    if not manager.is_active:
        raise ConversationError(_("%(name)s does not work here any more; choose another.") % {"name": manager.name})
    conversation = Conversation.objects.get(pk=conversation_id)
    asked = _("@%(name)s %(question)s") % {"name": manager.name, "question": question}
    write_note(conversation_id=conversation_id, by=by, words=asked, mentioned=[manager], key=key)
    return add_task(
        title=_("Say what becomes of “%(subject)s”") % {"subject": shorten(str(conversation), limit=120)},
        assignee=manager,
        due_on=clock.today() + timedelta(days=DAYS),
        by=by,
        kind=KIND,
        about=Subject("conversation", conversation_id),
    )
