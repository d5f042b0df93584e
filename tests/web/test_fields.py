"""A field, its hint and its error belong together, and the summary leads to what is wrong."""

from typing import Any

import pytest
from django import forms
from django.template import engines

from tests.web.sample_pages import Question


def draw(source: str, **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context))


@pytest.fixture
def refused() -> Question:
    return Question({"question": "", "kind": "words", "segment": "1", "share": "60", "version": "x"})


def test_a_field_is_named_by_its_label_and_described_by_its_hint_and_error(refused: Question) -> None:
    drawn = draw("{% field form.question %}", form=refused)
    assert '<label for="id_question">Question' in drawn
    assert 'aria-describedby="id_question_helptext id_question_error"' in drawn
    assert 'id="id_question_helptext"' in drawn
    assert 'id="id_question_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_a_field_keeps_what_was_typed(refused: Question) -> None:
    assert 'value="60"' in draw("{% field form.share %}", form=refused)


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "optional" in draw("{% field form.thanks %}", form=Question())
    assert "optional" not in draw("{% field form.question %}", form=Question())


def test_a_few_radios_stand_side_by_side_and_many_boxes_in_a_list() -> None:
    assert '<div class="choices">' in draw("{% field form.kind %}", form=Question())
    days = draw("{% field form.days %}", form=Question())
    assert "<fieldset" in days
    assert days.count('class="check"') == 7


def test_a_box_has_its_label_after_it() -> None:
    drawn = draw("{% field form.spare %}", form=Question())
    assert drawn.index('type="checkbox"') < drawn.index("Leave out anyone")


def test_a_hidden_field_shows_nothing() -> None:
    drawn = draw("{% field form.version %}", form=Question(initial={"version": 1}))
    assert "<label" not in drawn
    assert 'type="hidden"' in drawn


def test_a_field_may_be_big_and_keep_its_own_class() -> None:
    class Own(forms.Form):
        name = forms.CharField(widget=forms.TextInput({"class": "full"}))

    assert 'class="input big full"' in draw('{% field form.name "big" %}', form=Own())


def test_the_summary_links_each_sentence_to_its_field(refused: Question) -> None:
    drawn = draw("{% error_summary form %}", form=refused)
    assert 'role="alert"' in drawn
    assert '<a href="#id_question">Write the question.</a>' in drawn
    assert '<a href="#id_share">Ask at most 20 of 100, so that nobody is asked every week.</a>' in drawn


def test_a_sentence_that_fits_any_field_is_told_with_the_fields_name(refused: Question) -> None:
    assert '<a href="#id_days">On which days: Fill this in.</a>' in draw("{% error_summary form %}", form=refused)


def test_what_is_wrong_with_a_hidden_field_is_said_without_a_link(refused: Question) -> None:
    assert "<li>Write a whole number.</li>" in draw("{% error_summary form %}", form=refused)


def test_a_form_without_faults_has_no_summary() -> None:
    assert "alert" not in draw("{% error_summary form %}", form=Question())
