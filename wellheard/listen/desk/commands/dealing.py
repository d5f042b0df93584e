"""Deal a team's conversations out to its people, each in turn, nobody more than they can hold."""

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.commands import assign_conversation
from wellheard.listen.conversations.commands.errors import UnknownConversationError
from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.desk.models import TeamDealing, Turn
from wellheard.listen.desk.queries.dealing import next_in_turn, waiting_for_somebody
from wellheard.workspace.models import Staff, Team

CHANGED = names.declare(
    "team.dealing_changed", "Whether a team's conversations are dealt out, and how many one has at most."
)
DEALT = names.declare("conversation.dealt", "A conversation was given to whose turn it was in its team.")


@transaction.atomic
def deal_out(*, team: Team, most_open: int) -> TeamDealing:
    """Deal a team's new conversations out from now on, at most so many open ones for each. The same again changes nothing."""
    dealing = _held(team)
    if dealing.deals_since is None or dealing.most_open != most_open:
        dealing.deals_since, dealing.most_open = dealing.deals_since or clock.now(), most_open
        dealing.save(update_fields=["deals_since", "most_open"])
        ledger.record(CHANGED, team, deals=True, most=most_open)
    return dealing


@transaction.atomic
def stop_dealing(*, team: Team) -> TeamDealing:
    """Let a team's people take what they choose again."""
    dealing = _held(team)
    if dealing.deals_since is not None:
        dealing.deals_since = None
        dealing.save(update_fields=["deals_since"])
        ledger.record(CHANGED, team, deals=False, most=dealing.most_open)
    return dealing


@transaction.atomic
def deal_conversation(*, conversation_id: int) -> Staff | None:
    """Give a conversation of a team to whose turn it is; return who got it.

    It stays in the team's queue when the team deals none out, or everybody is away or has as many as they can hold. Two
    that arrive at the same moment are dealt one after the other.
    """
    try:
        # Held before its team, as whoever takes steps in it does: the other way round, the two would wait for each other.
        conversation = locked_conversation(conversation_id)
    except UnknownConversationError:
        return None
    if conversation.team is None:
        return None
    dealing = _held(conversation.team)
    if dealing.deals_since is None or not waiting_for_somebody().filter(pk=conversation.pk).exists():
        return None
    staff = next_in_turn(dealing)
    if staff is None:
        return None
    assign_conversation(conversation_id=conversation.pk, staff=staff, team=conversation.team)
    Turn.objects.update_or_create(team=conversation.team, staff=staff, defaults={"dealt_at": clock.now()})
    ledger.record(DEALT, conversation, staff=staff.pk, team=conversation.team.pk)
    return staff


def _held(team: Team) -> TeamDealing:
    """Return how a team deals, held with all others until the transaction ends: somebody may be in several teams."""
    TeamDealing.objects.get_or_create(team=team)
    rows = TeamDealing.objects.select_for_update(of=("self",), no_key=True).select_related("team").order_by("pk")
    return next(row for row in rows if row.team_id == team.pk)
