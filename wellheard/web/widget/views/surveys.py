"""Surveys inside the product: which one is due, that it was seen, and what was answered."""

from collections import Counter
from typing import Any, NamedTuple

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from wellheard.listen.surveys import commands, deciding
from wellheard.listen.surveys.asked import Answered, PairChoice, Place
from wellheard.listen.surveys.asked import Asked as Who
from wellheard.listen.surveys.commands.answering import Submission
from wellheard.listen.surveys.keys import new_key
from wellheard.listen.surveys.models import Display, Survey
from wellheard.web.widget import limits, speaking
from wellheard.web.widget.asking import Asked
from wellheard.web.widget.bodies import Body
from wellheard.web.widget.queries import surveys as queries
from wellheard.web.widget.views.answering import body, told

SALT = "wellheard.widget.survey"
# A page may lie open for days before it asks.
VALID_SECONDS = 7 * 86_400
MOST_EVENTS, MOST_ANSWERS, MOST_PAIRS, MOST_OPTIONS = 20, 50, 100, 100
# Of several events at once, so many different ones are looked at, the latest first.
MOST_LOOKS = 5
MOST_URL, MOST_NAME, MOST_KEY, MOST_LANGUAGE = 2_000, 200, 64, 10
# What happened without the page telling an event of its own.
PAGE, OPENED = "page", "open"
OF_THE_TAB = frozenset({PAGE, OPENED})


class Showing(NamedTuple):
    """What a display that went to a page names: a survey, the group of who sees it, its key in the ledger, where it is asked."""

    survey_id: int
    stratum: str
    key: str
    channel: str = Survey.Channel.IN_APP


def events(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Give the survey that is due after what happened in a page, if any; where the tab was opened, one that waits in it first."""
    said = body(request)
    return told({"survey": due(asked, _places(said.parts("events", most=MOST_EVENTS))) if may_ask(said) else None})


def due(asked: Asked, places: list[Place]) -> dict[str, Any] | None:
    """Return the survey that is due for somebody at the first of these places where one is."""
    if not asked.who:
        return None
    for place in places:
        decide = deciding.decide_quietly if asked.is_trial else deciding.decide
        decision = decide(who_of(asked), place)
        if decision.survey:
            key = decision.display_key or f"widget:{new_key()}"
            showing = [decision.survey.pk, decision.stratum, key, place.channel]
            display = signing.dumps(showing, salt=SALT, compress=True)
            return queries.asked(decision.survey, display=display, key=key, who=who_of(asked), channel=place.channel)
    return None


def may_ask(said: Body) -> bool:
    """Tell whether a page lets us ask at all: not who wants not to be tracked, nor who said no."""
    signals = said.part("signals")
    return not signals.truth("dnt") and not signals.truth("gpc") and signals.truth("consent") is not False


def who_of(asked: Asked) -> Who:
    """Return who asks as surveys know people: by the contact a token names, else by the device."""
    return Who(contact_id=asked.contact.pk if asked.contact else None, device=asked.device, language=speaking.present())


def shown(_request: HttpRequest, asked: Asked, *, display: str) -> HttpResponse:
    """Note that a question is on somebody's screen, if it still may be: since it was chosen, another one may have been."""
    showing = _read(display)
    there, who = _theirs(asked, showing.key), who_of(asked)
    if there is None:
        if not deciding.may_show(showing.survey_id, who, Place(channel=showing.channel)):
            return told({"show": False})
        commands.show_survey(
            survey_id=showing.survey_id, who=who, channel=showing.channel, key=showing.key, stratum=showing.stratum
        )
    return told({"show": there is None or there.state in {Display.State.SHOWN, Display.State.STARTED}})


def started(_request: HttpRequest, asked: Asked, *, display: str) -> HttpResponse:
    """Note that somebody has begun to answer."""
    if there := _theirs(asked, _read(display).key):
        commands.start_response(display_id=there.pk)
    return told({})


def dismissed(_request: HttpRequest, asked: Asked, *, display: str) -> HttpResponse:
    """Note that somebody closed it without an answer."""
    if there := _theirs(asked, _read(display).key):
        commands.dismiss_survey(display_id=there.pk)
    return told({})


def answered(request: HttpRequest, asked: Asked, *, display: str) -> HttpResponse:
    """Keep what was answered so far; the last word counts."""
    showing = _read(display)
    _theirs(asked, showing.key)
    limits.keep_within(limits.CHOICES, asked)
    said = body(request)
    submission = Submission(
        key=said.line("submission", most=MOST_KEY) or showing.key,
        display_key=showing.key,
        channel=showing.channel,
        language=said.line("language", most=MOST_LANGUAGE) or speaking.present(),
        attributes=said.facts("context"),
    )
    commands.answer_survey(
        survey_id=showing.survey_id,
        who=who_of(asked),
        submission=submission,
        answers=[_answer(one) for one in said.parts("answers", most=MOST_ANSWERS)],
        is_final=said.truth("complete") is True,
    )
    return told({})


def _places(happened: list[Body]) -> list[Place]:
    """Return where somebody is and what they did: in the tab, then over the page, the latest first, each event once."""
    names = [one.line("name", most=MOST_NAME) for one in happened if one.text("kind") not in OF_THE_TAB]
    counts = dict(Counter(name for name in names if name))
    inside = [one.line("url", most=MOST_URL) for one in happened if one.text("kind") == OPENED]
    found: dict[str, Place] = {}
    for one in reversed([one for one in happened if one.text("kind") != OPENED]):
        event = "" if one.text("kind") == PAGE else one.line("name", most=MOST_NAME)
        url, properties = one.line("url", most=MOST_URL), one.facts("properties")
        found.setdefault(event, Place(url=url, event=event, properties=properties, signals=counts))
    opened = [Place(channel=Survey.Channel.TAB, url=url) for url in inside[-1:]]
    return [*opened, *found.values()][:MOST_LOOKS]


def _answer(said: Body) -> Answered:
    pairs = said.parts("pairs", most=MOST_PAIRS) if said.has("pairs") else []
    return Answered(
        question=said.text("question"),
        number=said.number("number") if said.has("number") else None,
        options=tuple(said.texts("options", most=MOST_OPTIONS)) if said.has("options") else (),
        words=said.text("words"),
        pairs=tuple(PairChoice(*(one.text(name) for name in ("left", "right", "chosen"))) for one in pairs),
    )


def _read(display: str) -> Showing:
    try:
        return Showing(*signing.loads(display, salt=SALT, max_age=VALID_SECONDS))
    except (signing.BadSignature, ValueError, TypeError) as problem:
        raise Http404 from problem


def _theirs(asked: Asked, key: str) -> Display | None:
    """Return what was noted of a showing, None where nothing was yet. That of somebody else does not exist."""
    there = Display.objects.filter(key=key).first()
    if there is None:
        return None
    is_theirs = (
        there.contact_id == asked.contact.pk if asked.contact and there.contact_id else there.device == asked.device
    )
    if not is_theirs:
        raise Http404
    return there
