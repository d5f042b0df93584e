"""Rules about custom attributes of companies and of the people in them, and all fields together."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, DecimalField, Expression, F, Func, JSONField, Q, TextField, Value, When, lookups
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual, IExact, LessThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.customers.attributes import ValueRefusedError, stored
from wellheard.customers.models import Attribute, Contact, Membership
from wellheard.customers.segments.fields import FIELDS
from wellheard.customers.segments.kinds import (
    NEGATED,
    NUMBER_OPS,
    OPS,
    TEXT_OPS,
    Compiled,
    Field,
    Label,
    RuleError,
    clean_text,
    day,
    pick,
    yes_no,
)

OF_COMPANIES = gettext_lazy("Your attributes of companies")
OF_CONTACTS = gettext_lazy("Somebody there")
_NUMBERS: dict[str, Any] = {
    ">": lookups.GreaterThan,
    ">=": lookups.GreaterThanOrEqual,
    "<": lookups.LessThan,
    "<=": lookups.LessThanOrEqual,
    "=": lookups.Exact,
}
Kind = Attribute.Kind


class Fields:
    """Everything a rule may ask about now. Custom attributes are read once, names of things once each."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, Any], str] = {}

    def get(self, name: str) -> Field | None:
        """Return a field by its name; those of custom attributes are company.KEY and contact.KEY."""
        return FIELDS.get(name) or (self._custom.get(name) if "." in name else None)

    def names(self) -> list[str]:
        """Return the names of all fields."""
        return [field.name for field in self]

    def label_of(self, field: Field, value: Any) -> Any:
        """Return how a value, or each value of a list, is called."""
        if isinstance(value, list):
            return [self.label_of(field, one) for one in value]
        key = (field.name, value)
        if key not in self._labels:
            self._labels[key] = field.label_of(value)
        return self._labels[key]

    def __iter__(self) -> Iterator[Field]:
        yield from FIELDS.values()
        yield from self._custom.values()

    @cached_property
    def _custom(self) -> dict[str, Field]:
        fields = [_field_of(attribute) for attribute in Attribute.objects.in_order()]
        return {field.name: field for field in fields}


def _field_of(attribute: Attribute) -> Field:
    name, label = f"{attribute.of}.{attribute.key}", attribute.label
    group = OF_CONTACTS if attribute.of == Attribute.Of.CONTACT else OF_COMPANIES
    return _BUILDERS[Kind(attribute.kind)](attribute, name, label, group)


def _text_field(attribute: Attribute, name: str, label: Label, group: Label) -> Field:
    return Field(
        name, label, TEXT_OPS, lambda _op, value: clean_text(value), _is(attribute), _said(attribute), group=group
    )


def _choice_field(attribute: Attribute, name: str, label: Label, group: Label) -> Field:
    return pick(
        name,
        label,
        lambda: [(choice, choice) for choice in attribute.choices],
        _is(attribute),
        _said(attribute),
        clean=lambda _op, value: clean_text(value),
        label_of=str,
        group=group,
    )


def _number_field(attribute: Attribute, name: str, label: Label, group: Label) -> Field:
    def clean(_op: str, value: Any) -> Any:
        try:
            return stored(attribute, value if not isinstance(value, bool) else "yes") or 0
        except ValueRefusedError as problem:
            raise RuleError(str(problem)) from problem

    def compiled(op: str, value: Any) -> Q:
        return _among(attribute, Q(_NUMBERS[op](_number_of(attribute.key), Value(value, DecimalField()))))

    return Field(name, label, NUMBER_OPS, clean, compiled, _said(attribute), group=group)


def _date_field(attribute: Attribute, name: str, label: Label, group: Label) -> Field:
    def between(first: date | None, last: date | None) -> Q:
        # ISO days compare as texts; what an import left that is no day begins with no digit or is shorter.
        wanted = Q(lookups.Regex(_text_of(attribute.key), Value(r"^\d{4}-\d{2}-\d{2}$")))
        if first:
            wanted &= Q(GreaterThanOrEqual(_text_of(attribute.key), Value(first.isoformat())))
        return _among(
            attribute, wanted & Q(LessThanOrEqual(_text_of(attribute.key), Value(last.isoformat()))) if last else wanted
        )

    return day(name, label, between, label, group=group)


def _yes_no_field(attribute: Attribute, name: str, label: Label, group: Label) -> Field:
    def condition() -> Q:
        return _among(attribute, Q(Exact(_text_of(attribute.key), Value("true"))))

    is_not = _("not: %(label)s") % {"label": label}
    return yes_no(name, label, condition, label, is_not, group=group)


_BUILDERS: dict[Kind, Callable[[Attribute, str, Label, Label], Field]] = {
    Kind.TEXT: _text_field,
    Kind.CHOICE: _choice_field,
    Kind.NUMBER: _number_field,
    Kind.DATE: _date_field,
    Kind.YES_NO: _yes_no_field,
}


def _is(attribute: Attribute) -> Compiled:
    def compiled(op: str, value: Any) -> Q:
        wanted = Q()
        for one in value if isinstance(value, list) else [value]:
            wanted |= Q(IExact(_text_of(attribute.key), Value(one)))
        wanted = _among(attribute, wanted)
        return ~wanted if op in NEGATED else wanted

    return compiled


def _said(attribute: Attribute) -> Callable[[str, Any], str]:
    def said(op: str, value: Any) -> str:
        shown = _(" or ").join(map(str, value)) if isinstance(value, list) else str(value)
        return _("%(label)s %(compared)s %(value)s") % {"label": attribute.label, "compared": OPS[op], "value": shown}

    return said


def _among(attribute: Attribute, condition: Q) -> Q:
    """Return the condition for the company itself, or that it is so for somebody there."""
    if attribute.of == Attribute.Of.COMPANY:
        return condition
    people = Contact.objects.filter(condition).values("pk")
    return Q(pk__in=Membership.objects.filter(contact__in=people).values("company"))


def _text_of(key: str) -> Expression:
    # jsonb_extract_path_text and not the -> of Django's transforms: a key of digits would be read as a place in a list.
    found = Func(F("attributes"), Value(key), function="jsonb_extract_path_text", output_field=TextField())
    return Coalesce(found, Value(""), output_field=TextField())


def _number_of(key: str) -> Expression:
    found = Func(F("attributes"), Value(key), function="jsonb_extract_path", output_field=JSONField())
    kind = Func(found, function="jsonb_typeof", output_field=TextField())
    amount = Cast(_text_of(key), DecimalField(max_digits=40, decimal_places=10))
    return Case(
        When(Exact(kind, Value("number")), then=amount), output_field=DecimalField(max_digits=40, decimal_places=10)
    )
