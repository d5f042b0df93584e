"""Load the demo story into an empty installation, and take it out to begin with one's own data."""

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Company
from wellheard.decide.models import Idea
from wellheard.foundation import demo
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Feedback
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.installation import forget_after_change
from wellheard.workspace.models import Area, Category, Product, Staff, Vendor

ASKED_FOR = names.declare("demo.asked_for", "Somebody wants the demo story in an empty installation.")
TOLD = names.declare("demo.told", "The demo story was told; no mail leaves from now on.")
REMOVED = names.declare("demo.removed", "The demo was taken out; the installation begins with its own data.")

# What stays: the installation, its owner, one product to file under, and the standard categories.
KEPT: tuple[type[models.Model], ...] = (Vendor, Staff, Product, Category)
_STAGES = "wellheard."


class DemoError(WorkspaceError):
    """The demo cannot be loaded or taken out now."""


def is_empty() -> bool:
    """Tell whether nobody has brought anything of their own yet."""
    return not any(model.objects.exists() for model in (Company, Feedback, Idea, Area))


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
def begin_with_own_data(
    *, by: Staff, vendor_name: str, product_name: str, admin_name: str, admin_email: str, password: str
) -> None:
    """Take out everything but the settings, and make this admin the only person here, under their own name and address.

    Tables are emptied whole, so it takes as long for a million rows as for a few, and all of it happens or nothing does.
    """
    if not demo.is_demo():
        raise DemoError(_("The demo is not here. Nothing was removed."))
    if not _is_removed():
        _empty_tables()
        Staff.objects.exclude(pk=by.pk).delete()
        _rename(by, vendor_name, product_name, admin_name, admin_email)
        by.set_password(password)
        by.save(update_fields=["password"])
        ledger.record(REMOVED, by)
    # A crash before this leaves the file; the next click then finds the removal done, and removes nothing of one's own.
    transaction.on_commit(demo.forget)


def emptied_tables() -> list[str]:
    """Return the tables of all our models, but for what stays."""
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith(_STAGES)]
    tables = {model._meta.db_table for model in ours if model not in KEPT and model._meta.managed}  # noqa: SLF001 - documented
    return sorted(tables)


def _empty_tables() -> None:
    quoted = ", ".join(connection.ops.quote_name(table) for table in emptied_tables())
    with connection.cursor() as cursor:
        # What this transaction changed before is checked now: PostgreSQL empties no table with checks outstanding.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {quoted}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        # Jobs of facts that are gone have nothing left to do; the one that runs, if any, ends by itself.
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND queue_name = 'reactions'")


def _rename(by: Staff, vendor_name: str, product_name: str, admin_name: str, admin_email: str) -> None:
    Vendor.objects.update(name=vendor_name, version=models.F("version") + 1)
    forget_after_change()
    Product.objects.exclude(pk__in=Product.objects.order_by("pk").values("pk")[:1]).delete()
    Product.objects.update(name=product_name)
    Staff.objects.filter(pk=by.pk).update(name=admin_name, email=admin_email)
    by.refresh_from_db()


def _is_removed() -> bool:
    """Tell whether the last that happened to a demo here was its removal."""
    last = Fact.objects.filter(name__in=[ASKED_FOR, REMOVED]).order_by("-pk").values_list("name", flat=True).first()
    return last == REMOVED
