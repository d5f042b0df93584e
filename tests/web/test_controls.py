"""Lists to choose from are drawn as Django draws them."""

import re

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from wellheard.web.controls import Controls

GROUPED = [("", "Area"), ('Print & "send"', [(1, "<b>Paper</b>"), (2, mark_safe("&lt;Ink&gt;"))]), (3, "其他")]


class _Asked(forms.Form):
    one = forms.ChoiceField(
        choices=GROUPED, widget=forms.Select(attrs={"class": 'a "b"', "autofocus": True, "x": False})
    )
    many = forms.MultipleChoiceField(choices=GROUPED, required=False)
    perhaps = forms.NullBooleanField(required=False)


def test_a_list_to_choose_from_is_drawn_as_django_draws_it() -> None:
    values = {"one": "2", "many": ["1", "3"], "perhaps": "true"}

    ours, djangos = (_Asked(values, renderer=renderer).as_p() for renderer in (Controls(), DjangoTemplates()))

    assert _plain(ours) == _plain(djangos)
    assert "&lt;b&gt;Paper" in ours
    assert "selected" in ours


def test_every_form_draws_its_lists_so() -> None:
    assert isinstance(_Asked().renderer, Controls)


def _plain(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)
