"""Ask a system of sales over HTTP: within limits, again where asking again may help, and with every refusal as a sentence."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wellheard.foundation.http import Answer, FetchError, fetch
from wellheard.foundation.text.numbers import is_whole_number

SECONDS = 20.0
MOST_BYTES = 10_000_000
# How long a question waits before it is asked again, in seconds.
PAUSES = (0.5, 2.0)
# A pause a system asks for is kept here when it is this short; a longer one is left to the job's queue.
MOST_PAUSE = 5
LONGEST_PAUSE = 86_400
# Where a system says that we are too fast but not for how long.
USUAL_PAUSE = 30


class CrmError(RuntimeError):
    """A system did not do what it was asked; the text says why and what to do next. `status` is 0 without an answer."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class KeyRefusedError(CrmError):
    """The system does not accept our key any more: it was taken back, it ended, or it may not read deals."""


class AbsentError(CrmError):
    """What was asked for is not there."""


class PaceError(CrmError):
    """The system wants us to wait so many seconds."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence, 429)
        self.seconds = seconds


@dataclass(frozen=True)
class Question:
    """One request. `data` goes as JSON, `form` as a form."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    data: Any = None
    form: str = ""


Judge = Callable[[Answer, Any], CrmError | None]


def ask(question: Question, *, name: str, judge: Judge) -> Any:
    """Return what a system answers, as JSON. `judge` says what an answer means in this system. Raises CrmError.

    Every question here only reads, so that it may be asked again.
    """
    pauses = list(PAUSES)
    while True:
        try:
            return _once(question, name, judge)
        except PaceError as pace:
            if pace.seconds > MOST_PAUSE or not pauses:
                raise
            time.sleep(max(pace.seconds, pauses.pop(0)))
        except CrmError as problem:
            if not (problem.status == 0 or problem.status >= 500) or not pauses:  # noqa: PLR2004 - RFC 9110 15.6
                raise
            time.sleep(pauses.pop(0))


def judged(answer: Answer, why: str, *, name: str) -> CrmError | None:
    """Say what an answer's status means wherever a system means by it what everybody does; None for a good one."""
    if answer.is_good:
        return None
    said = {"name": name, "why": why or str(answer.status), "status": answer.status}
    if answer.status == 429:  # noqa: PLR2004 - RFC 6585 4
        return too_fast(name, pause_of(answer))
    if answer.status in {401, 403}:
        return KeyRefusedError(_("%(name)s does not accept our key: %(why)s") % said, answer.status)
    if answer.status in {404, 410}:
        return AbsentError(_("%(name)s does not have this any more.") % said, answer.status)
    return CrmError(_("%(name)s answered %(status)d: %(why)s") % said, answer.status)


def too_fast(name: str, seconds: int) -> PaceError:
    """Return what a system means that wants us to wait."""
    return PaceError(_("%(name)s wants us to wait %(seconds)d seconds.") % {"name": name, "seconds": seconds}, seconds)


def pause_of(answer: Answer) -> int:
    """Return how many seconds an answer asks us to wait (RFC 9110 10.2.3)."""
    said = answer.headers.get("retry-after", "")
    return min(int(said), LONGEST_PAUSE) if is_whole_number(said) else USUAL_PAUSE


def _once(question: Question, name: str, judge: Judge) -> Any:
    body, kind = None, {}
    if question.form:
        body, kind = question.form.encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    elif question.data is not None:
        body, kind = json.dumps(question.data).encode(), {"Content-Type": "application/json"}
    try:
        answer = fetch(
            question.url,
            method=question.method,
            headers={"Accept": "application/json", **kind, **question.headers},
            body=body,
            seconds=SECONDS,
            most_bytes=MOST_BYTES,
        )
    except FetchError as problem:
        raise CrmError(str(problem)) from problem
    said = _json(answer.body)
    if (problem_found := judge(answer, said)) is not None:
        raise problem_found
    if said is None and answer.body.strip():
        raise CrmError(_("The answer cannot be read; is this the address of %(name)s?") % {"name": name}, answer.status)
    return said


def _json(body: bytes) -> Any:
    try:
        return json.loads(body or b"null")
    except (ValueError, RecursionError):
        return None
