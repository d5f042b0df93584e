"""Open, edit, publish and move ideas."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.decide.queries import standing_for
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.workspace.models import Area, Staff

OPENED = names.declare("idea.opened", "An idea was written down.")
EDITED = names.declare("idea.edited", "An idea's texts, area or owner changed.")
ASSIGNED = names.declare("idea.assigned", "An idea was given to somebody to look after: `to`; nobody when it is empty.")
STATUS_CHANGED = names.declare("idea.status_changed", "An idea moved from one status to another.")
PUBLISHED = names.declare("idea.published", "An idea can be seen on the portal.")
HIDDEN = names.declare("idea.hidden", "An idea can no longer be seen on the portal.")
SHIPPED = names.declare(
    "idea.shipped", "A release put an idea into customers' hands; everyone who asked is owed an answer."
)

TEXTS = ("problem", "workaround", "public_text", "internal_text")

# Moved by hand. Planned, not now and already there need a decision with its reason; shipped needs a release.
BY_HAND = (Idea.Status.HEARD, Idea.Status.UNDER_REVIEW, Idea.Status.BUILDING, Idea.Status.BETA)

# Customers were told that we do not build it (now).
ANSWERED_WITHOUT_BUILDING = (Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE)

MOST_CHARACTERS = 20_000
DOUBLE_CLICK = timedelta(minutes=1)


class IdeaError(ValueError):
    """An idea cannot be opened or changed so."""


class StaleIdeaError(IdeaError):
    """Somebody else changed the idea since this person began."""


@transaction.atomic
def open_idea(*, title: str, by: Staff | None, area: Area | None = None, language: str = "", **texts: str) -> Idea:
    """Write down something we might do for customers. It is private until published. Raises IdeaError without a title.

    The same from the same person within a minute is a double click: it returns the idea that is there.
    """
    moment = clock.now()
    idea = Idea(
        title=_title(title), area=area, owner=by, language=language, created_at=moment, status_changed_at=moment
    )
    for name in TEXTS:
        setattr(idea, name, _text(texts.get(name, "")))
    if there := _opened_just_now(idea):
        return there
    idea.save(force_insert=True)
    ledger.record(OPENED, idea, area=area.pk if area else None)
    return idea


@transaction.atomic
def edit_idea(*, idea_id: int, version: int, title: str, area: Area | None, owner: Staff | None, **texts: str) -> Idea:
    """Change an idea's texts; saving what it says already changes nothing.

    Raises IdeaError without a title, and StaleIdeaError when somebody else changed it meanwhile, so that neither text is lost.
    """
    idea = changeable(idea_id)
    new = {"title": _title(title), "area": area, "owner": owner}
    new |= {name: _text(texts[name]) for name in TEXTS if name in texts}
    if all(getattr(idea, name) == value for name, value in new.items()):
        return idea
    require_version(idea, version)
    former = idea.owner_id
    for name, value in new.items():
        setattr(idea, name, value)
    idea.version += 1
    idea.save(update_fields=["version", *new])
    ledger.record(EDITED, idea, area=area.pk if area else None)
    if idea.owner_id != former:
        ledger.record(ASSIGNED, idea, to=idea.owner_id)
    return idea


@transaction.atomic
def change_status(*, idea_id: int, status: str) -> Idea:
    """Move an idea by hand. Raises IdeaError for statuses that need a decision or a release, and against a decision."""
    if status not in BY_HAND:
        raise IdeaError(
            _("Planned, Not now and Already there need a decision with its reason; Shipped needs a release.")
        )
    idea = changeable(idea_id)
    if status in {Idea.Status.BUILDING, Idea.Status.BETA} and idea.status in ANSWERED_WITHOUT_BUILDING:
        raise IdeaError(
            _("Everyone who asked was told “%(status)s”. Decide again first, so that they hear that it changed.")
            % {"status": idea.get_status_display()}
        )
    if idea.status != status:
        # Who is deciding about it meanwhile has to know.
        idea.version += 1
        idea.save(update_fields=["version"])
        move(idea, Idea.Status(status))
    return idea


@transaction.atomic
def publish_idea(*, idea_id: int) -> Idea:
    """Show an idea on the portal; publishing it again changes nothing."""
    return _show(idea_id, shown=True, fact=PUBLISHED)


@transaction.atomic
def hide_idea(*, idea_id: int) -> Idea:
    """Take an idea off the portal; its evidence and votes stay."""
    return _show(idea_id, shown=False, fact=HIDDEN)


@transaction.atomic
def ship_idea(*, idea_id: int, release_id: int) -> Idea:
    """Note that a release put the idea into customers' hands. Shipping it again with the same release changes nothing."""
    idea = changeable(idea_id)
    if idea.status != Idea.Status.SHIPPED:
        move(idea, Idea.Status.SHIPPED)
        ledger.record(SHIPPED, idea, release=release_id)
    return idea


def locked(idea_id: int) -> Idea:
    """Return an idea that nobody else can change until this transaction ends."""
    idea = Idea.objects.select_for_update(no_key=True).filter(pk=idea_id).first()
    if idea is None:
        raise IdeaError(_("This idea does not exist any more. Go back to the list of ideas."))
    return idea


def changeable(idea_id: int) -> Idea:
    """Return a locked idea that stands for itself. Raises IdeaError for one that was merged into another meanwhile."""
    idea = locked(idea_id)
    if idea.merged_into:
        raise IdeaError(
            _("This idea is part of “%(title)s” now. Change that one, or undo the merge first.")
            % {"title": idea.merged_into.title}
        )
    return idea


def leading(idea_id: int) -> Idea:
    """Return, locked, the idea that stands for this one now: itself, or what it was merged into."""
    idea = Idea.objects.select_for_update(no_key=True).filter(pk=idea_id, merged_into=None).first()
    while idea is None or idea.merged_into_id:
        idea = locked(standing_for(idea_id))
    return idea


def require_version(idea: Idea, version: int) -> None:
    """Refuse a change that was begun on an older state of the idea."""
    if idea.version != version:
        raise StaleIdeaError(
            _(
                "Somebody else changed this idea while you wrote. Nothing is lost: compare with theirs below, then save again."
            )
        )


def move(idea: Idea, status: Idea.Status) -> None:
    """Set a new status and record it; moving to the status it has changes nothing."""
    if idea.status == status:
        return
    old, idea.status, idea.status_changed_at = idea.status, status, clock.now()
    idea.save(update_fields=["status", "status_changed_at"])
    ledger.record(STATUS_CHANGED, idea, old=old, new=status.value)


def _show(idea_id: int, *, shown: bool, fact: str) -> Idea:
    idea = changeable(idea_id)
    if idea.is_public != shown:
        idea.is_public = shown
        idea.save(update_fields=["is_public"])
        ledger.record(fact, idea)
    return idea


def _opened_just_now(idea: Idea) -> Idea | None:
    if idea.owner is None:
        return None
    # One person's clicks are looked at one after the other.
    Staff.objects.select_for_update(no_key=True).get(pk=idea.owner.pk)
    same = {name: getattr(idea, name) for name in ("title", "area", "owner", *TEXTS)}
    return Idea.objects.filter(**same, created_at__gte=idea.created_at - DOUBLE_CLICK).first()


def _text(text: str) -> str:
    text = clean_words(text)
    if len(text) > MOST_CHARACTERS:
        raise IdeaError(_("A text of an idea has at most 20,000 characters; shorten it."))
    return text


def _title(title: str) -> str:
    title = clean_line(title)
    if not title:
        raise IdeaError(_("Give the idea a title that names the problem in a few words."))
    if len(title) > 200:  # noqa: PLR2004 - the column's length
        raise IdeaError(_("The title is longer than 200 characters; put the details into the problem."))
    return title
