"""Surveys that are ready to be asked: what works elsewhere, in every language the catalogue has.

The scales and their wordings are the usual ones: NPS 0 to 10 by Reichheld, CSAT 1 to 5, CES 1 to 7 ("made it easy"), and
“how would you feel without it” by Ellis.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wellheard.listen.surveys.models import QuestionKind, Survey

END = ""
THANKS = _("Thank you. Somebody here reads every word.")


@dataclass(frozen=True)
class ReadyQuestion:
    """One question of a ready survey; texts and labels are written in each language when the survey is made."""

    key: str
    kind: str
    says: dict[str, Any]
    labels: dict[str, Any] = field(default_factory=dict)
    is_required: bool = True
    is_shuffled: bool = False
    branches: list[dict[str, Any]] = field(default_factory=list)

    def texts(self, languages: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return its texts by language."""
        written: dict[str, dict[str, Any]] = {}
        for language in languages:
            with translation.override(language):
                written[language] = {name: str(text) for name, text in self.says.items()}
                if self.labels:
                    written[language]["options"] = {key: str(label) for key, label in self.labels.items()}
        return written

    @property
    def options(self) -> list[dict[str, str]]:
        return [{"key": key} for key in self.labels]


@dataclass(frozen=True)
class Ready:
    """A survey that is ready: what it is good for, and its questions."""

    key: str
    name: Any
    about: Any
    kind: str
    questions: tuple[ReadyQuestion, ...]
    thanks: Any = THANKS
    channels: tuple[str, ...] = (Survey.Channel.IN_APP,)
    is_transactional: bool = False

    def texts(self, languages: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return what stands around its questions, by language."""
        written = {}
        for language in languages:
            with translation.override(language):
                written[language] = {"thanks": str(self.thanks), "subject": str(self.questions[0].says["question"])}
        return written


def _why(key: str, question: Any) -> ReadyQuestion:
    """Return a follow-up in their own words, after which the survey is over."""
    return ReadyQuestion(key, QuestionKind.TEXT, {"question": question}, is_required=False)


def _only(*questions: ReadyQuestion) -> tuple[ReadyQuestion, ...]:
    """Return follow-ups of which one is asked: each leads to the end."""
    return tuple(
        ReadyQuestion(one.key, one.kind, one.says, one.labels, one.is_required, one.is_shuffled, [{"go": END}])
        for one in questions
    )


_RECOMMEND = ReadyQuestion(
    "nps",
    QuestionKind.NPS,
    {
        "question": _("Would you recommend us to a colleague?"),
        "low": _("not at all"),
        "high": _("surely"),
    },
    branches=[
        {"at_least": 0, "at_most": 6, "go": "mend"},
        {"at_least": 7, "at_most": 8, "go": "better"},
        {"at_least": 9, "at_most": 10, "go": "praise"},
    ],
)
_SATISFIED = ReadyQuestion(
    "csat",
    QuestionKind.CSAT,
    {
        "question": _("How satisfied are you with what you just did?"),
        "low": _("not at all"),
        "high": _("very"),
    },
    branches=[{"at_least": 1, "at_most": 3, "go": "mend"}, {"at_least": 4, "at_most": 5, "go": "praise"}],
)
_EASY = ReadyQuestion(
    "ces",
    QuestionKind.CES,
    {
        "question": _("It was easy to do what I came for."),
        "low": _("I disagree"),
        "high": _("I agree"),
    },
    branches=[{"at_least": 6, "at_most": 7, "go": END}],
)
_WITHOUT = ReadyQuestion(
    "without",
    QuestionKind.CHOICE,
    {"question": _("How would you feel if you could no longer use it?")},
    labels={"very": _("Very disappointed"), "somewhat": _("Somewhat disappointed"), "not": _("Not disappointed")},
)
_DONE = ReadyQuestion(
    "done",
    QuestionKind.CHOICE,
    {"question": _("Could you do what you came for?")},
    labels={"yes": _("Yes"), "partly": _("In part"), "no": _("No")},
    branches=[{"any_of": ["yes"], "go": END}],
)
_FEATURE = ReadyQuestion(
    "stars", QuestionKind.RATING, {"question": _("How do you like the new page?"), "low": _("poor"), "high": _("great")}
)
_MISSING = ReadyQuestion(
    "missing", QuestionKind.TEXT, {"question": _("What did you look for today and not find?")}, is_required=True
)
_PAIR = ReadyQuestion(
    "pair", QuestionKind.PAIR, {"question": _("Which one would help you more?")}, is_required=True, is_shuffled=True
)

READY: tuple[Ready, ...] = (
    Ready(
        "nps",
        _("Would they recommend us?"),
        _("NPS, with another follow-up for each answer. Good twice a year, of a sample."),
        QuestionKind.NPS,
        (
            _RECOMMEND,
            *_only(
                _why("mend", _("What would have to change first?")),
                _why("better", _("What would make it a 9?")),
                _why("praise", _("What do you like most?")),
            ),
        ),
        channels=(Survey.Channel.IN_APP, Survey.Channel.EMAIL),
    ),
    Ready(
        "csat",
        _("How satisfied were they with one thing?"),
        _("CSAT, right after something was done. Choose the event under “Whom and when”."),
        QuestionKind.CSAT,
        (
            _SATISFIED,
            *_only(_why("mend", _("What went wrong?")), _why("praise", _("What was good about it?"))),
        ),
        is_transactional=True,
    ),
    Ready(
        "ces",
        _("How easy was it?"),
        _("CES, at the end of a task. What is hard to do is what makes people leave."),
        QuestionKind.CES,
        (_EASY, _why("mend", _("What made it hard?"))),
        is_transactional=True,
    ),
    Ready(
        "done",
        _("Could they do what they came for?"),
        _("One choice on any page, and what was missing when it did not work."),
        QuestionKind.CHOICE,
        (_DONE, _why("mend", _("What stood in the way?"))),
        is_transactional=True,
    ),
    Ready(
        "without",
        _("Would they miss it?"),
        _("How disappointed people would be without it; 40 of 100 “very” is a usual mark of a fit with the market."),
        QuestionKind.CHOICE,
        (_WITHOUT, _why("benefit", _("What is the main thing it does for you?"))),
    ),
    Ready(
        "feature",
        _("How do they like something new?"),
        _("Stars and a word, on the page of the new thing."),
        QuestionKind.RATING,
        (_FEATURE, _why("mend", _("What would you change about it?"))),
        is_transactional=True,
    ),
    Ready(
        "missing",
        _("What did they not find?"),
        _("One question in their own words; each answer goes to triage."),
        QuestionKind.TEXT,
        (_MISSING,),
    ),
    Ready(
        "pair",
        _("This idea or that?"),
        _("Two ideas at a time, again and again; you see which ones win. Choose the ideas on the next page."),
        QuestionKind.PAIR,
        (_PAIR,),
    ),
)


def ready_called(key: str) -> Ready | None:
    """Return the ready survey of this key."""
    return next((one for one in READY if one.key == key), None)
