"""What a survey is made from, checked and brought into the one form we keep."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.surveys.errors import SurveyError
from wellheard.listen.surveys.kinds import WITH_OPTIONS
from wellheard.listen.surveys.models import QuestionKind

MOST_QUESTIONS, MOST_OPTIONS, MOST_LANGUAGES = 20, 50, 30
MOST_TEXT, MOST_LABEL = 1_000, 200
SURVEY_TEXTS = ("intro", "subject", "thanks", "next_label", "next_url")
QUESTION_TEXTS = ("question", "low", "high", "placeholder", "button")

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_OPTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]{0,79}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")

Texts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class QuestionDraft:
    """One question as it is wanted; see the model for what `texts`, `options` and `branches` hold."""

    key: str
    kind: str
    texts: Texts
    options: list[dict[str, Any]] = field(default_factory=list)
    is_required: bool = True
    is_shuffled: bool = False
    branches: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class StratumDraft:
    """A group whose answers are counted apart, and how many of it are wanted."""

    label: str
    rule: dict[str, Any]
    target: int


def clean_questions(drafts: list[QuestionDraft]) -> list[QuestionDraft]:
    """Return questions as they are kept. Raises SurveyError with the key of the question that is wrong as its field."""
    if len(drafts) > MOST_QUESTIONS:
        raise SurveyError(_("A survey has at most %(most)d questions.") % {"most": MOST_QUESTIONS}, field="questions")
    keys = [draft.key for draft in drafts]
    if len(set(keys)) != len(keys):
        raise SurveyError(_("Two questions have the same key; give one of them another."), field="questions")
    return [_clean_question(draft, keys[number + 1 :]) for number, draft in enumerate(drafts)]


def _clean_question(draft: QuestionDraft, later: list[str]) -> QuestionDraft:
    if not _KEY.fullmatch(draft.key):
        raise SurveyError(_("A question's key has lower-case letters, digits, - and _ only."), field=draft.key)
    if draft.kind not in QuestionKind.values:
        raise SurveyError(
            _("A question is one of %(kinds)s.") % {"kinds": ", ".join(QuestionKind.values)}, field=draft.key
        )
    return QuestionDraft(
        key=draft.key,
        kind=draft.kind,
        texts=clean_texts(draft.texts, QUESTION_TEXTS),
        options=_clean_options(draft),
        is_required=draft.is_required,
        is_shuffled=draft.is_shuffled and draft.kind in WITH_OPTIONS,
        branches=[_clean_branch(branch, draft, later) for branch in draft.branches[:MOST_OPTIONS]],
    )


def _clean_options(draft: QuestionDraft) -> list[dict[str, Any]]:
    if draft.kind not in WITH_OPTIONS:
        return []
    keys = [str(option.get("key", "")) for option in draft.options]
    if len(keys) > MOST_OPTIONS or len(set(keys)) != len(keys) or not all(map(_OPTION.fullmatch, keys)):
        raise SurveyError(
            _("Each option has a key of its own, and there are at most %(most)d.") % {"most": MOST_OPTIONS},
            field=draft.key,
        )
    return [{"key": key} for key in keys]


def _clean_branch(branch: dict[str, Any], draft: QuestionDraft, later: list[str]) -> dict[str, Any]:
    """A branch leads on, never back: nobody is asked in a circle."""
    go = str(branch.get("go", ""))
    if go and go not in later:
        raise SurveyError(_("An answer can only lead to a question that comes later."), field=draft.key)
    kept: dict[str, Any] = {"go": go}
    for name in ("at_least", "at_most"):
        if isinstance(branch.get(name), int):
            kept[name] = branch[name]
    if isinstance(branch.get("any_of"), list):
        kept["any_of"] = [str(key)[:80] for key in branch["any_of"]][:MOST_OPTIONS]
    return kept


def clean_languages(languages: list[str]) -> list[str]:
    """Return language codes, each once, the first being the fallback. Raises SurveyError."""
    codes = list(dict.fromkeys(code.strip() for code in languages if code.strip()))
    if not codes:
        raise SurveyError(_("Choose at least one language."), field="languages")
    if len(codes) > MOST_LANGUAGES or not all(map(_LANGUAGE.fullmatch, codes)):
        raise SurveyError(_("A language is a code such as en, de or zh-Hans."), field="languages")
    return codes


def clean_texts(texts: Texts, names: tuple[str, ...]) -> Texts:
    """Return texts by language with what is known of it only; links must be https, http or a path."""
    kept: Texts = {}
    for code, found in texts.items():
        if not _LANGUAGE.fullmatch(code):
            raise SurveyError(_("A language is a code such as en, de or zh-Hans."), field="languages")
        clean: dict[str, Any] = {
            name: clean_words(str(found[name]))[:MOST_TEXT] for name in names if str(found.get(name) or "").strip()
        }
        if "next_url" in clean and not is_link(clean["next_url"]):
            raise SurveyError(_("The next step is an address that begins with https:// or with /."), field="next_url")
        if isinstance(found.get("options"), dict):
            labels = {str(key)[:80]: clean_line(str(label))[:MOST_LABEL] for key, label in found["options"].items()}
            clean["options"] = {key: label for key, label in labels.items() if label}
        kept[code] = clean
    return kept


def is_link(address: str) -> bool:
    """Tell whether an address may stand behind a link: no script, no other host by two slashes."""
    parts = urlsplit(address)
    return (parts.scheme in {"http", "https"} and bool(parts.netloc)) or (
        not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    )
