"""Whose turn it is in a team, and what waits to be dealt."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.models import TeamDealing, Turn
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import GRANTS, Permission

AT_ONCE = 200


def waiting_for_somebody() -> "QuerySet[Conversation]":
    """Return the open conversations that nobody has and somebody should answer, the longest waiting first.

    What an import brought is not dealt out, until its customer writes here.
    """
    brought = Q(channel=Conversation.Channel.IMPORT, answer_due_at=None)
    return Conversation.objects.waiting_on_us().filter(~brought, assignee=None).longest_wait_first()


def to_deal() -> list[int]:
    """Return what waits in the teams that deal conversations out."""
    teams = TeamDealing.objects.exclude(deals_since=None).values("team_id")
    return list(waiting_for_somebody().filter(team__in=teams).values_list("pk", flat=True)[:AT_ONCE])


def next_in_turn(dealing: TeamDealing) -> Staff | None:
    """Return who of a team is next: there, with room for one more, and dealt to the longest ago (never before comes first)."""
    return next((one for one in at_hand(dealing) if one.held < dealing.most_open), None)


def at_hand(dealing: TeamDealing) -> list[Any]:
    """Return a team's people who are not away, with `held` open conversations, in their turn."""
    turns = Turn.objects.filter(team=dealing.team_id, staff=OuterRef("pk"))
    people = Staff.objects.at_work().filter(teams=dealing.team_id, away_since=None, role__in=GRANTS[Permission.ANSWER])
    return list(
        people.annotate(
            held=Coalesce(Subquery(_held_by(), output_field=IntegerField()), Value(0)),
            dealt_at=Subquery(turns.values("dealt_at")[:1]),
        ).order_by(F("dealt_at").asc(nulls_first=True), "pk")
    )


def _held_by() -> Any:
    rows = Conversation.objects.open().filter(assignee=OuterRef("pk")).order_by()
    return rows.values("assignee").annotate(n=Count("pk")).values("n")
