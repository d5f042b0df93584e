"""Ideas and the reasons of decisions in the languages of those who read them."""

import re
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands.decisions import MOST_CHARACTERS as MOST_IN_A_REASON
from wellheard.decide.commands.ideas import MOST_CHARACTERS, locked
from wellheard.decide.models import Decision, DecisionTranslation, IdeaTranslation
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words

TRANSLATED = names.declare("idea.translated", "The public texts of an idea were written in another language.")
REMOVED = names.declare("idea.translation_removed", "The texts of an idea in another language were taken away.")
REASON_TRANSLATED = names.declare(
    "idea.reason_translated", "What customers read of a decision was written in another language."
)
REASON_REMOVED = names.declare(
    "idea.reason_translation_removed", "What customers read of a decision in another language was taken away."
)

MOST_IN_TITLE = 200
# BCP 47 as far as Django knows it: de, pt-br, zh-hans.
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


class Versioned(Protocol):
    """A text that tells two editors apart."""

    version: int


class TranslationError(ValueError):
    """A text cannot be translated so."""


class StaleTranslationError(TranslationError):
    """Somebody else changed the translation since this person began."""


@transaction.atomic
def translate_idea(
    *, idea_id: int, language: str, version: int, title: str, public_text: str, workaround: str
) -> IdeaTranslation:
    """Write an idea's public texts in a language; saving what is there changes nothing. `version` is 0 for a new one.

    Raises TranslationError without a title, and StaleTranslationError when somebody else wrote meanwhile.
    """
    idea = locked(idea_id)
    new = _texts(title, public_text, workaround)
    there = IdeaTranslation.objects.filter(idea=idea, language=require_language(language)).first()
    if there and all(getattr(there, name) == text for name, text in new.items()):
        return there
    require_current(there, version)
    row = there or IdeaTranslation(idea=idea, language=language, version=0)
    for name, text in new.items():
        setattr(row, name, text)
    row.version += 1
    if there:
        row.save(update_fields=["version", *new])
    else:
        row.save(force_insert=True)
    ledger.record(TRANSLATED, idea, language=language)
    return row


@transaction.atomic
def remove_translation(*, idea_id: int, language: str) -> None:
    """Take a translation away: readers of that language see the original again. Removing it twice changes nothing."""
    idea = locked(idea_id)
    removed, _rows = IdeaTranslation.objects.filter(idea=idea, language=language).delete()
    if removed:
        ledger.record(REMOVED, idea, language=language)


@transaction.atomic
def translate_decision(*, decision_id: int, language: str, version: int, public_reason: str) -> DecisionTranslation:
    """Write what customers read of a decision in a language; saving what is there changes nothing. `version` is 0 for a new one.

    Raises TranslationError without words, and StaleTranslationError when somebody else wrote meanwhile.
    """
    decision = _locked_decision(decision_id)
    words = _reason(public_reason)
    there = decision.translations.filter(language=require_language(language)).first()
    if there and there.public_reason == words:
        return there
    require_current(there, version)
    row = there or DecisionTranslation(decision=decision, language=language, version=0)
    row.public_reason = words
    row.version += 1
    if there:
        row.save(update_fields=["public_reason", "version"])
    else:
        row.save(force_insert=True)
    ledger.record(REASON_TRANSLATED, decision.idea, decision=decision.pk, language=language)
    return row


@transaction.atomic
def remove_decision_translation(*, decision_id: int, language: str) -> None:
    """Take a translated reason away: readers of that language see the original again. Doing so twice changes nothing."""
    decision = _locked_decision(decision_id)
    removed, _rows = decision.translations.filter(language=language).delete()
    if removed:
        ledger.record(REASON_REMOVED, decision.idea, decision=decision.pk, language=language)


def require_current(there: Versioned | None, version: int) -> None:
    """Raise StaleTranslationError when what is there is no longer what somebody began with; nothing there is version 0."""
    if (there.version if there else 0) != version:
        raise StaleTranslationError(
            _("Somebody else changed this translation while you wrote. Compare with theirs below, then save again.")
        )


def require_language(code: str) -> str:
    """Return a language's code as it is; raise TranslationError when it is none."""
    if not _CODE.fullmatch(code):
        raise TranslationError(_("Choose the language from the list."))
    return code


def _texts(title: str, public_text: str, workaround: str) -> dict[str, str]:
    new = {
        "title": clean_line(title),
        "public_text": clean_words(public_text),
        "workaround": clean_words(workaround),
    }
    if not new["title"]:
        raise TranslationError(_("Write the title in this language; the other texts may stay empty."))
    if len(new["title"]) > MOST_IN_TITLE:
        raise TranslationError(_("The title is longer than 200 characters; shorten it."))
    if max(len(text) for text in new.values()) > MOST_CHARACTERS:
        raise TranslationError(_("A text of an idea has at most 20,000 characters; shorten it."))
    return new


def _locked_decision(decision_id: int) -> Decision:
    decision = (
        Decision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("idea")
        .filter(pk=decision_id)
        .first()
    )
    if decision is None:
        raise TranslationError(_("This decision does not exist any more. Go back to the idea."))
    return decision


def _reason(words: str) -> str:
    words = clean_words(words)
    if not words:
        raise TranslationError(
            _("Write what customers read in this language, or leave the page: they read the original.")
        )
    if len(words) > MOST_IN_A_REASON:
        raise TranslationError(_("A reason has at most 5,000 characters; shorten it."))
    return words
