"""Say what else to know of every company or contact."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wellheard.customers.commands.errors import CustomerError
from wellheard.customers.models import Attribute
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, each_once
from wellheard.workspace.commands import NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version

ADDED = names.declare("attribute.added", "A custom attribute of companies or contacts was defined.")
EDITED = names.declare("attribute.edited", "A custom attribute was renamed, moved in the list, or given other choices.")
REMOVED = names.declare("attribute.removed", "A custom attribute is no longer asked for; what was filled in stays.")

MOST_ATTRIBUTES = 60
MOST_CHOICES = 100
MOST_KEY = 60
_KEY = re.compile(r"[^\W_][\w .:/-]*")


@transaction.atomic
def add_attribute(*, of: str, label: str, kind: str, key: str = "", choices: Iterable[str] = ()) -> Attribute:
    """Define an attribute at the end of the list. Its key, made from the label where none is given, is how imports name it.

    Raises NameTakenError, or CustomerError when the key or the choices cannot be.
    """
    lock_workspace()
    attribute = Attribute(of=Attribute.Of(of), label=name_of(label, field="label"), kind=Attribute.Kind(kind))
    if Attribute.objects.filter(of=of).count() >= MOST_ATTRIBUTES:
        raise CustomerError(_("There are %(most)d attributes already; remove one first.") % {"most": MOST_ATTRIBUTES})
    attribute.key = _key(clean_line(key) or _key_from(attribute.label))
    attribute.choices = _choices(attribute, choices)
    attribute.position = _next_position(of)
    _require_free(attribute)
    attribute.save(force_insert=True)
    ledger.record(ADDED, attribute, of=attribute.of, kind=attribute.kind)
    return attribute


@transaction.atomic
def edit_attribute(
    *, attribute_id: int, version: int, label: str, position: int, choices: Iterable[str] = ()
) -> Attribute:
    """Rename an attribute, move it or give it other choices; key and kind stay, so that what was filled in stays readable.

    Raises NameTakenError, CustomerError, or StaleError after another's edit.
    """
    lock_workspace()
    attribute = Attribute.objects.select_for_update(no_key=True).get(pk=attribute_id)
    require_version(attribute, version)
    wanted = {"label": name_of(label, field="label"), "position": position, "choices": _choices(attribute, choices)}
    changed = [field for field, value in wanted.items() if getattr(attribute, field) != value]
    if not changed:
        return attribute
    for field in changed:
        setattr(attribute, field, wanted[field])
    _require_free(attribute)
    attribute.save(update_fields=[*changed, "version"])
    ledger.record(EDITED, attribute, changed=sorted(changed))
    return attribute


@transaction.atomic
def remove_attribute(*, attribute_id: int) -> None:
    """Ask for an attribute no longer. What was filled in stays with its rows, under the key. Repeating it changes nothing."""
    attribute = Attribute.objects.select_for_update(no_key=True).filter(pk=attribute_id).first()
    if attribute:
        ledger.record(REMOVED, attribute)
        attribute.delete()


def _key(written: str) -> str:
    if len(written) > MOST_KEY or not _KEY.fullmatch(written):
        raise CustomerError(
            _("A key begins with a letter or digit and has at most %(most)d characters, such as contract_type.")
            % {"most": MOST_KEY},
            field="key",
        )
    return written


def _key_from(label: str) -> str:
    return slugify(label, allow_unicode=True).replace("-", "_")[:MOST_KEY] or "attribute"


def _choices(attribute: Attribute, written: Iterable[str]) -> list[str]:
    """Return the choices as they are offered: clean, each once."""
    if attribute.kind != Attribute.Kind.CHOICE:
        return []
    choices = each_once(clean_line(text)[:80] for text in written)
    if not 1 <= len(choices) <= MOST_CHOICES:
        raise CustomerError(
            _("Write 1 to %(most)d choices, each on a line of its own.") % {"most": MOST_CHOICES}, field="choices"
        )
    return choices


def _next_position(of: str) -> int:
    return (Attribute.objects.filter(of=of).aggregate(last=Max("position"))["last"] or 0) + 1


def _require_free(attribute: Attribute) -> None:
    others = Attribute.objects.filter(of=attribute.of).exclude(pk=attribute.pk)
    if others.filter(key__iexact=attribute.key).exists():
        raise NameTakenError(attribute.key, field="key")
    if others.filter(label__iexact=attribute.label).exists():
        raise NameTakenError(attribute.label, field="label")
