"""Load the demo story into an empty installation, and take it out to begin with one's own data."""

from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from wellheard.customers.commands import refresh_all_segments, settle_mrr
from wellheard.customers.models import Company, ContactIdentity
from wellheard.decide.commands import recount_comments
from wellheard.decide.commands.evidence import settle
from wellheard.decide.counters import in_parts, recount
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation import demo
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.learn.playbooks.commands import add_standard_playbooks
from wellheard.listen.models import Feedback, TriageBatch, TriageStep
from wellheard.understand.commands import forget_gone
from wellheard.web.demo.rows import Stretch, remove_rows, rows_there
from wellheard.workspace.commands import WorkspaceError, add_standard_reasons
from wellheard.workspace.installation import forget_after_change
from wellheard.workspace.models import Product, Staff, Vendor

ASKED_FOR = names.declare("demo.asked_for", "Somebody wants the demo story in an empty installation.")
TOLD = names.declare(
    "demo.told",
    "The demo story was told; no mail leaves from now on. For each table: after which row it begins and ends.",
)
REMOVED = names.declare("demo.removed", "The demo was taken out; the installation begins with its own data.")


class DemoError(WorkspaceError):
    """The demo cannot be loaded or taken out now."""


def is_empty() -> bool:
    """Tell whether nobody has brought customers, feedback or ideas of their own yet.

    Areas do not count: setting up asks for them before it offers the demo.
    """
    return not any(model.objects.exists() for model in (Company, Feedback, Idea))


def is_being_told() -> bool:
    """Tell whether somebody asked for the story and it is not there yet."""
    return Fact.objects.filter(name=ASKED_FOR).exists() and _story_told() is None


@transaction.atomic
def ask_for_demo(*, by: Staff) -> None:
    """Have the story told in the background. Raises DemoError where there is data already; a second click changes nothing."""
    if demo.is_demo():
        return
    if not is_empty():
        raise DemoError(
            _("There is data here already, and the demo would mix with it. Start another installation for it.")
        )
    ledger.record(ASKED_FOR, by)


@transaction.atomic
def mark_story(*, by: Staff, before: dict[str, int]) -> None:
    """Keep which rows the story brought: those that were not there before it."""
    now = rows_there()
    ledger.record(TOLD, by, **{table: [before[table], last] for table, last in now.items() if last > before[table]})


@transaction.atomic
def begin_as(
    *, by: Staff, vendor_name: str, product_name: str, admin_name: str, admin_email: str, password: str
) -> None:
    """Take out the story in which this admin is a person of it, and let them go on under a name of their own."""
    if remove_demo(by=by):
        _rename(by, vendor_name, product_name, admin_name, admin_email)
        by.set_password(password)
        by.save(update_fields=["password"])


@transaction.atomic
def remove_demo(*, by: Staff) -> bool:
    """Take out what the story brought; what anybody added before or since stays, without its links to the story.

    A second time changes nothing and returns False. Raises DemoError where there is no demo.
    """
    if not demo.is_demo():
        raise DemoError(_("The demo is not here. Nothing was removed."))
    told = _story_told()
    if is_being_told():
        raise DemoError(_("The demo is still being told. Nothing was removed; try again in a minute."))
    # A crash before this leaves the file; the next click then finds the removal done, and removes nothing of one's own.
    transaction.on_commit(demo.forget)
    if told is None:
        return False
    stretches = _stretches(told)
    _remove_what_followed(stretches)
    _remove_colleagues(stretches, by)
    remove_rows(stretches)
    _begin_again()
    _bring_up_to_date()
    ledger.record(REMOVED, by)
    return True


def is_of_story(staff: Staff) -> bool:
    """Tell whether this colleague is a person of the story rather than one of us."""
    told = _story_told()
    first, last = _stretches(told).get("workspace_staff", (0, 0)) if told else (0, 0)
    return first < staff.pk <= last


def _story_told() -> Fact | None:
    """Return the fact of the telling, unless the story was taken out since."""
    last = Fact.objects.filter(name__in=[TOLD, REMOVED]).order_by("-pk").first()
    return last if last and last.name == TOLD else None


def _stretches(told: Fact) -> dict[str, Stretch]:
    """Return which rows of each table are the story's. Its own fact is the last of it."""
    stretches = {table: (int(first), int(last)) for table, (first, last) in told.details.items()}
    facts = Fact._meta.db_table  # noqa: SLF001 - documented, in spite of its name
    return stretches | {facts: (stretches.get(facts, (0, 0))[0], told.pk)}


def _of_story(model: type[models.Model], stretches: dict[str, Stretch]) -> models.QuerySet[Any]:
    first, last = stretches.get(model._meta.db_table, (0, 0))  # noqa: SLF001 - documented, in spite of its name
    return model._default_manager.filter(pk__gt=first, pk__lte=last)  # noqa: SLF001


def _remove_what_followed(stretches: dict[str, Stretch]) -> None:
    """Remove what was written to the story's people since, and the triage of what they said: it cannot be undone."""
    for addresses in (
        _of_story(Staff, stretches).values("email"),
        _of_story(ContactIdentity, stretches).filter(kind=ContactIdentity.Kind.EMAIL).values("value"),
    ):
        OutgoingMail.objects.filter(to_address__in=addresses).delete()
    said = [str(pk) for pk in _of_story(Feedback, stretches).values_list("pk", flat=True)]
    steps = TriageStep.objects.filter(before__has_any_keys=said)
    batch_ids = set(steps.exclude(batch=None).values_list("batch", flat=True))
    steps.delete()
    # What is left of a batch is of one's own feedback.
    TriageBatch.objects.filter(pk__in=batch_ids, steps=None).delete()


def _remove_colleagues(stretches: dict[str, Stretch], by: Staff) -> None:
    _of_story(Staff, stretches).exclude(pk=by.pk).delete()
    # Who asked for the story is forgotten with it.
    Fact.objects.filter(name=ASKED_FOR).delete()


def _begin_again() -> None:
    """Add again what every installation starts with and the story may have brought itself."""
    add_standard_reasons()
    add_standard_playbooks()


def _bring_up_to_date() -> None:
    """Count again what is left: the story's people no longer ask for one's own ideas."""
    for evidence in Evidence.objects.standing().filter(items=None):
        settle(evidence)
    ideas = list(Idea.objects.values_list("pk", flat=True))
    in_parts(recount, ideas)
    recount_comments(idea_ids=ideas)
    settle_mrr()
    refresh_all_segments()
    forget_gone()
    with connection.cursor() as cursor:
        # Jobs of facts that are gone have nothing left to do; the one that runs, if any, ends by itself.
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND args ->> 'fact_id' IS NOT NULL AND NOT EXISTS "
            "(SELECT FROM foundation_fact f WHERE f.id = (args ->> 'fact_id')::bigint)"
        )


def _rename(by: Staff, vendor_name: str, product_name: str, admin_name: str, admin_email: str) -> None:
    Vendor.objects.update(name=vendor_name, version=models.F("version") + 1)
    forget_after_change()
    Product.objects.filter(pk__in=Product.objects.order_by("pk").values("pk")[:1]).update(name=product_name)
    Staff.objects.filter(pk=by.pk).update(name=admin_name, email=admin_email)
    by.refresh_from_db()
