"""What people read is said in their language: Chinese for colleagues, and four languages for customers."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "wellheard"
CATALOGUES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po"))
FRAMES = ("de", "lt", "ru", "zh_Hans")
# What customers read: the portal and the help centre, mails and the pages behind their links, and what can go wrong there.
FOR_CUSTOMERS = (
    "answer/changelog.py",
    "answer/commands/following.py",
    "answer/commands/solving.py",
    "answer/commands/unsubscribing.py",
    "answer/drafts.py",
    "answer/letters.py",
    "answer/replies.py",
    "customers/commands/codes.py",
    "customers/commands/devices.py",
    "customers/identity/*.py",
    "decide/commands/comments.py",
    "decide/commands/evidence.py",
    "decide/demand/commands/asking.py",
    "decide/demand/forms/asking.py",
    "decide/demand/letters.py",
    "decide/demand/models/asking.py",
    "decide/models/ideas.py",
    "decide/reviews/letters.py",
    "foundation/pictures.py",
    "listen/commands/feedback.py",
    "listen/commands/pictures.py",
    "listen/desk/commands/confirming.py",
    "listen/satisfaction/commands.py",
    "listen/satisfaction/letters.py",
    "listen/satisfaction/models.py",
    "listen/conversations/commands/mailing.py",
    "listen/interviews/letters.py",
    "listen/surveys/letters.py",
    "listen/surveys/views.py",
    "web/errors.py",
    "web/help_centre/**/*.py",
    "web/portal/**/*.py",
    "web/reports/public.py",
    "web/templates/4[0-9][0-9].html",
    "web/templates/5[0-9][0-9].html",
    "web/templates/answers/solved*.html",
    "web/templates/answers/unsubscribe.html",
    "web/templates/base.html",
    "web/templates/help_centre/*.html",
    "web/templates/kit/confirm.html",
    "web/templates/kit/error_summary.html",
    "web/templates/kit/field*.html",
    "web/templates/kit/optional.html",
    "web/templates/kit/pager.html",
    "web/templates/kit/toasts.html",
    "web/templates/portal.html",
    "web/templates/portal/*.html",
    "web/templates/answering/*.html",
    "web/templates/demand/still_needed*.html",
    "web/templates/satisfaction/rate*.html",
    "web/widget/commands.py",
    "web/widget/limits.py",
    "web/widget/queries/becoming.py",
    "web/widget/queries/finding.py",
    "web/widget/queries/ideas.py",
    "web/widget/texts.py",
    "web/widget/views/saying.py",
    "web/departures/leaving.py",
    "web/departures/views/cancelling.py",
    "web/templates/leaving/*.html",
)

# Name of gettext's functions, and where in their arguments stand context, words and plural.
PLACES = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
IN_A_TEMPLATE = re.compile(r"\b(_|n?p?gettext)\(((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:, )?)+)")
TO_FILL_IN = re.compile(r"%\(\w+\)\d*[a-z]|\{\w*\}|</?\w+[^>]*>")
# A percent sign alone breaks a sentence into which something is filled.
ALONE = re.compile(r"%(?!\(\w+\)\d*[a-z]|%)")


class Words(NamedTuple):
    """What is to be translated."""

    context: str | None
    words: str
    plural: str | None


def _words_of(function: str, said: list[str]) -> Words:
    context, words, plural = PLACES[function]
    return Words(None if context is None else said[context], said[words], None if plural is None else said[plural])


def _in_python(path: Path) -> Iterator[Words]:
    source = path.read_text(encoding="utf-8")
    if "gettext" not in source:
        return
    nodes = list(ast.walk(ast.parse(source)))
    # Whatever a file calls them: also the ones that makemessages does not know, such as `gettext as _now`.
    names = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in PLACES
    }
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            said = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if said:
                yield _words_of(names[node.func.id], said)


def _in_template(path: Path) -> Iterator[Words]:
    for function, said in IN_A_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        yield _words_of("gettext" if function == "_" else function, list(ast.literal_eval(f"[{said}]")))


@cache
def _in_file(path: Path) -> frozenset[Words]:
    return frozenset(_in_python(path) if path.suffix == ".py" else _in_template(path))


@cache
def _catalogue(language: str) -> Catalog:
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source)


def _is_said(words: Words, catalogue: Catalog) -> bool:
    message = catalogue.get(words.words, words.context)
    # A sentence with a plural is looked up as one, though Chinese has a single form.
    return bool(message and all(_parts(message.string)) and (message.pluralizable or not words.plural))


def _parts(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [])


def _missing(paths: list[Path], language: str) -> dict[str, list[str]]:
    catalogue, found = _catalogue(language), {}
    for path in paths:
        missing = sorted(words.words for words in _in_file(path) if not _is_said(words, catalogue))
        if missing:
            found[str(path.relative_to(PACKAGE))] = missing
    return found


def test_colleagues_read_everything_in_chinese() -> None:
    everything = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    everything += [path for path in (PACKAGE / "web" / "templates").rglob("*") if path.is_file()]

    assert sum(len(_in_file(path)) for path in everything) > 4000
    assert _missing(everything, "zh_Hans") == {}


@pytest.mark.parametrize("language", FRAMES)
def test_customers_read_everything_in_their_language(language: str) -> None:
    paths = [path for pattern in FOR_CUSTOMERS for path in PACKAGE.glob(pattern)]

    assert _missing(paths, language) == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_has_the_places_of_its_original(path: Path) -> None:
    """What is filled in under a name that the page does not give would break the page."""
    wrong = [message.id for message in _catalogue(path.parent.parent.name) if message.id and not _fits(message)]

    assert wrong == []


def _fits(message: Message) -> bool:
    known = {place for part in _parts(message.id) for place in TO_FILL_IN.findall(part)}
    needed = set(TO_FILL_IN.findall(_parts(message.id)[-1]))
    forms = [set(TO_FILL_IN.findall(part)) for part in _parts(message.string) if part]
    if any("%(" in place for place in known) and any(
        ALONE.search(part.replace("%%", "")) for part in _parts(message.string)
    ):
        return False
    return all(form <= known for form in forms) and (not forms or needed <= set().union(*forms))
