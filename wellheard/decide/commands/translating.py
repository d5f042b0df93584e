"""Ideas in the languages of those who read them."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands.ideas import MOST_CHARACTERS, locked
from wellheard.decide.models import IdeaTranslation
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words

TRANSLATED = names.declare("idea.translated", "The public texts of an idea were written in another language.")
REMOVED = names.declare("idea.translation_removed", "The texts of an idea in another language were taken away.")

MOST_IN_TITLE = 200
# BCP 47 as far as Django knows it: de, pt-br, zh-hans.
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


class TranslationError(ValueError):
    """An idea cannot be translated so."""


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
    there = IdeaTranslation.objects.filter(idea=idea, language=_language(language)).first()
    if there and all(getattr(there, name) == text for name, text in new.items()):
        return there
    if (there.version if there else 0) != version:
        raise StaleTranslationError(
            _("Somebody else changed this translation while you wrote. Compare with theirs below, then save again.")
        )
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


def _language(code: str) -> str:
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
