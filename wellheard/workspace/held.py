"""What a colleague looks after on our side: tasks, places in teams, and lists as they like to see them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import ngettext

from wellheard.workspace.handing_on import Part, passes, register, stays
from wellheard.workspace.models import (
    ApiToken,
    HandedOn,
    Invitation,
    Notification,
    NotificationChoice,
    SavedView,
    SetUpStep,
    Staff,
    Task,
    Team,
)

_Place = Staff.teams.through
MOST_IN_NAME = 80


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    passes(
        "tasks",
        lambda n: ngettext("%(n)d open task", "%(n)d open tasks", n) % {"n": n},
        Task,
        "assignee",
        only=Q(done_at=None, dropped_at=None),
    )
    teams = Part(
        "teams",
        lambda n: ngettext("a place in %(n)d team", "a place in %(n)d teams", n) % {"n": n},
        _places,
        _leave_teams,
        _return_to_teams,
    )
    register(teams, covers=(_Place, "staff"))
    views = Part(
        "views",
        lambda n: ngettext("%(n)d saved view", "%(n)d saved views", n) % {"n": n},
        _views,
        _pass_views_on,
        _give_views_back,
    )
    register(views, covers=(SavedView, "owner"))
    stays(Task, "made_by", "done_by")
    stays(ApiToken, "made_by")
    stays(Invitation, "invited_by", "accepted_by")
    stays(SetUpStep, "noted_by")
    stays(Notification, "staff")
    stays(NotificationChoice, "staff")
    stays(HandedOn, "giver", "taker", "made_by")


def _places(staff_id: int) -> "models.QuerySet[models.Model]":
    return _Place._base_manager.filter(staff_id=staff_id)  # noqa: SLF001 - documented


def _leave_teams(giver: int, taker: int) -> list[int]:
    """Leave all teams; where nobody at work would be left, whoever takes over comes in."""
    mine = _Place.objects.filter(staff_id=giver)
    teams = list(mine.order_by("team_id").values_list("team_id", flat=True))
    others = _Place.objects.filter(team_id=OuterRef("team_id"), staff__is_active=True).exclude(staff_id=giver)
    empty = list(mine.exclude(Exists(others)).order_by("team_id").values_list("team_id", flat=True))
    _Place.objects.bulk_create([_Place(team_id=team, staff_id=taker) for team in empty], ignore_conflicts=True)
    mine.delete()
    return teams


def _return_to_teams(giver: int, taker: int, ids: list[int]) -> None:  # noqa: ARG001 - whoever came in stays
    there = Team.objects.filter(pk__in=ids)
    _Place.objects.bulk_create([_Place(team_id=team.pk, staff_id=giver) for team in there], ignore_conflicts=True)


def _views(staff_id: int) -> "models.QuerySet[models.Model]":
    return SavedView._base_manager.filter(owner_id=staff_id)  # noqa: SLF001 - documented


def _pass_views_on(giver: int, taker: int) -> list[int]:
    """Hand views on; which of them is seen first stays the taker's choice, and a name they have already gets a number."""
    ids = []
    for view in SavedView.objects.select_for_update(of=("self",), no_key=True).filter(owner_id=giver).order_by("pk"):
        view.name, view.owner_id, view.is_default = _free_name(view, taker), taker, False
        view.save(update_fields=["name", "owner", "is_default"])
        ids.append(view.pk)
    return ids


def _give_views_back(giver: int, taker: int, ids: list[int]) -> None:
    for view in (
        SavedView.objects.select_for_update(of=("self",), no_key=True).filter(owner_id=taker, pk__in=ids).order_by("pk")
    ):
        view.name, view.owner_id, view.is_default = _free_name(view, giver), giver, False
        view.save(update_fields=["name", "owner", "is_default"])


def _free_name(view: SavedView, staff_id: int) -> str:
    taken = set(SavedView.objects.filter(owner_id=staff_id, place=view.place).values_list("name", flat=True))
    name, number = view.name, 2
    while name in taken:
        ending = f" ({number})"
        name, number = view.name[: MOST_IN_NAME - len(ending)] + ending, number + 1
    return name
