"""When two people change the same thing: the second is told, sees both texts, and loses nothing."""

from collections.abc import Iterable, Iterator

from django import forms
from django.core.exceptions import ValidationError

from wellheard.decide.commands import StaleIdeaError, StaleTranslationError
from wellheard.deliver.commands import StaleReleaseError
from wellheard.foundation.text.listing import listed
from wellheard.listen.articles.commands import StaleArticleError


def refuse(form: forms.Form, problem: Exception, *, version: int) -> None:
    """Put what a command refused on top of the form. After a stale change, saving again replaces the other knowingly."""
    is_stale = isinstance(problem, StaleIdeaError | StaleReleaseError | StaleTranslationError | StaleArticleError)
    form.add_error(None, ValidationError(str(problem), code="stale" if is_stale else None))
    if is_stale:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(version)  # type: ignore[index]


def standing(form: forms.Form) -> list[tuple[str, str]]:
    """Return, after a stale change, each field where the other text differs from what was typed: its label and their text."""
    if not form.is_bound or not any(error.code == "stale" for error in form.non_field_errors().as_data()):
        return []
    return [(str(bound.label), _said(bound)) for bound in form.visible_fields() if bound.name in form.changed_data]


def _said(bound: forms.BoundField) -> str:
    """Return what stands in a field now, as people read it."""
    if isinstance(bound.field, forms.ModelMultipleChoiceField):
        return listed(bound.field.clean(bound.initial or []))
    value = "" if bound.initial is None else str(bound.initial)
    names = dict(_flat(getattr(bound.field, "choices", [])))
    return names.get(value, value)


def _flat(choices: Iterable[tuple[object, object]]) -> Iterator[tuple[str, str]]:
    """Return choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), str(label)
