"""Answers are framed in their reader's language; staff's own words come in the versions staff wrote."""

import gettext
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from tests.answer.stories import Run, asks, decide, ship
from tests.makers import make_contact, make_feedback, make_idea
from wellheard.answer.languages import FRAMES, frame_of, language_for
from wellheard.answer.models import Answer, Wording
from wellheard.answer.wordings import default_wording
from wellheard.decide.models import DecisionTranslation, IdeaTranslation
from wellheard.foundation import clock

LOCALE = Path(__file__).resolve().parents[2] / "wellheard" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_compiled_catalogue_says_what_its_source_says(path: Path) -> None:
    """A fresh clone has no gettext tools: the compiled files are committed, and must be as new as their sources."""
    with path.open("rb") as source, path.with_suffix(".mo").open("rb") as compiled:
        written, ready = read_po(source), gettext.GNUTranslations(compiled)

    for message in written:
        if message.id and isinstance(message.id, str):
            found = ready.pgettext(message.context, message.id) if message.context else ready.gettext(message.id)
            assert found == message.string


@pytest.mark.parametrize("language", [code for code in FRAMES if code != "en"])
@pytest.mark.parametrize("occasion", list(Answer.Occasion))
def test_every_occasion_is_framed_in_every_language_with_the_same_places(language: str, occasion: str) -> None:
    with translation.override("en"):
        english = default_wording(occasion)
    with translation.override(language):
        theirs = default_wording(occasion)

    assert theirs[0] != english[0]
    assert theirs[1] != english[1]
    for before, after in zip(english, theirs, strict=True):
        assert sorted(part.split("}")[0] for part in before.split("{")[1:]) == sorted(
            part.split("}")[0] for part in after.split("{")[1:]
        )


@pytest.mark.parametrize(
    ("code", "frame"), [("zh", "zh-hans"), ("zh-TW", "zh-hans"), ("de_AT", "de"), ("ru", "ru"), ("fr", ""), ("", "")]
)
def test_a_language_code_finds_its_frame(code: str, frame: str) -> None:
    assert frame_of(code) == frame


@pytest.mark.django_db
def test_what_they_chose_counts_before_what_they_wrote_in() -> None:
    said = make_feedback(language="zh")
    assert language_for(make_contact(language="lt"), said) == "lt"
    assert language_for(make_contact(language=""), said) == "zh-hans"
    assert language_for(make_contact(language="fr"), make_feedback(language="fr")) == "en"


@pytest.mark.django_db
def test_the_frame_is_theirs_and_a_reason_nobody_wrote_in_it_is_marked(run_jobs: Run) -> None:
    idea = make_idea()
    asks(make_contact(language="ru", name="Ольга Петрова"), idea)

    decision = decide(idea, public_reason="Many of the companies we work for need this before the winter comes.")
    run_jobs()

    answer = Answer.objects.get()
    assert "Здравствуйте, Ольга!" in answer.words
    assert "Many of the companies" in answer.words
    assert (answer.language, answer.staff_language) == ("ru", "en")
    DecisionTranslation.objects.create(decision=decision, language="ru", public_reason="Это нужно многим.")
    asks(make_contact(language="ru"), idea)
    run_jobs()
    late = Answer.objects.order_by("pk").last()
    assert late is not None
    assert "Это нужно многим." in late.words
    assert late.staff_language == ""


@pytest.mark.django_db
def test_an_idea_has_the_name_staff_gave_it_in_the_readers_language(run_jobs: Run) -> None:
    idea = make_idea("Work offline")
    IdeaTranslation.objects.create(idea=idea, language="lt", title="Dirbti be ryšio")
    asks(make_contact(language="lt"), idea)
    asks(make_contact(language="ru"), idea)

    ship(idea)
    run_jobs()

    lithuanian, russian = Answer.objects.order_by("contact_id")
    assert "Dirbti be ryšio" in lithuanian.subject_line
    assert "Work offline" in russian.subject_line


@pytest.mark.django_db
def test_what_staff_wrote_for_an_idea_counts_before_what_they_wrote_for_all(run_jobs: Run) -> None:
    idea = make_idea("Work offline")
    fields: dict[str, Any] = {"occasion": "shipped", "language": "en", "edited_at": clock.now()}
    Wording.objects.create(subject_line="For all", words="{greeting}", **fields)
    Wording.objects.create(subject_line="{idea} for you", words="{greeting}\n\n{what_you_said}", idea=idea, **fields)
    asks(make_contact(), idea, words="A {greeting} from the basement.")

    ship(idea)
    run_jobs()

    answer = Answer.objects.get()
    assert answer.subject_line == "Work offline for you"
    assert "> A {greeting} from the basement." in answer.words
