"""Saying something, with what may already help beside it, and a picture of the screen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.foundation.pictures import MOST_BYTES, PictureError, draw_anew
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.articles import commands as articles
from wellheard.listen.articles.models import Showing
from wellheard.listen.models import Feedback
from wellheard.web.portal.queries.promise import promised_hours
from wellheard.web.widget import commands, limits, speaking
from wellheard.web.widget.asking import Asked
from wellheard.web.widget.bodies import Body, page_address
from wellheard.web.widget.commands import Telling
from wellheard.web.widget.queries import finding
from wellheard.web.widget.refusals import RefusedError, wrong_field
from wellheard.web.widget.views.answering import body, told
from wellheard.web.widget.views.reaching import asks_where

# Enough to tell what somebody is about.
MOST_COMPARED, MOST_URL, MOST_VERSION, MOST_ID = 1_000, 2_000, 60, 64
LONGEST_SIDE = 2_000
KINDS = ("say", "ask")
HOURS_OF_A_DAY = 24


def find(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Suggest what may already help. What is shown is counted, without who saw it."""
    limits.keep_within(limits.SUGGESTIONS, asked)
    said = body(request)
    words = clean_words(said.text("words")[:MOST_COMPARED])
    writing = finding.writing_key(asked.device, said.line("writing", most=MOST_ID))
    if earlier := said.line("before", most=MOST_ID):
        articles.note_came_back(key=finding.writing_key(asked.device, earlier))
    results = finding.found(words, writing=writing, reader=asked.reader)
    if asked.is_trial:
        return told({"results": results})
    articles.note_shown(
        key=writing,
        place=Showing.Place.WIDGET,
        language=speaking.present(),
        article_ids=[one["id"] for one in results if one["kind"] == "article"],
        idea_ids=[one["id"] for one in results if one["kind"] == "idea"],
    )
    return told({"results": results})


def opened(_request: HttpRequest, _asked: Asked, *, key: str) -> HttpResponse:
    """Count that a suggestion is read."""
    one = _suggested(key)
    kind = "article" if one.kind == finding.ARTICLE else "idea"
    articles.note_opened(key=one.writing, kind=kind, subject_id=one.subject_id)
    return told({})


def solved(_request: HttpRequest, _asked: Asked, *, key: str) -> HttpResponse:
    """Count that an article solved it; what was typed is not sent."""
    one = _suggested(key)
    if one.kind == finding.ARTICLE:
        articles.note_solved(key=one.writing, article_id=one.subject_id)
    return told({"text": _("Good. What you wrote was not sent.")})


def said(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Keep what somebody says, before anything else is done with it."""
    sent, once = body(request), asked.required_once()
    kind = sent.text("kind") or "say"
    if kind not in KINDS:
        raise wrong_field("kind", _("“kind” is “say” or “ask”."))
    limits.keep_within(limits.WORDS, asked)
    telling = telling_of(sent, once)
    writer = asked.writer()
    if kind == "ask" and writer is not None:
        heard = commands.ask(telling=telling, by=writer)
        answer = {
            "key": f"c.{heard.conversation.pk}",
            "text": _will_be_answered(),
            "conversation": heard.conversation.pk,
        }
    else:
        answer = _told(telling, asked, kind)
    if writing := sent.line("writing", most=MOST_ID):
        articles.note_sent(key=finding.writing_key(asked.device, writing))
    return told(answer | {"kind": kind} | asks_where(asked, str(answer["key"])), status=201)


def screenshots(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Keep a picture of the screen, drawn anew, until something is said with it."""
    once = asked.required_once()
    limits.keep_within(limits.PICTURES, asked)
    # Read past Django's limit for forms, up to what a picture may have.
    data = request.read(MOST_BYTES + 1)
    try:
        picture = draw_anew(data, longest_side=LONGEST_SIDE)
    except PictureError as problem:
        raise RefusedError(413 if len(data) > MOST_BYTES else 422, str(problem), kind="invalid") from problem
    kept = commands.keep_screenshot(once=once, device=asked.device, picture=picture)
    return told({"id": kept.once, "width": kept.width, "height": kept.height}, status=201)


def telling_of(sent: Body, once: str) -> Telling:
    """Return what was said, and from where, as it came."""
    return Telling(
        words=sent.text("words"),
        once=once,
        url=page_address(sent.line("url", most=MOST_URL)),
        version=sent.line("version", most=MOST_VERSION),
        context=sent.facts("context"),
        screenshot=sent.line("screenshot", most=MOST_ID),
    )


def _told(telling: Telling, asked: Asked, kind: str) -> dict[str, object]:
    writer = asked.writer()
    kept = commands.tell(telling=telling, by=writer)
    if not isinstance(kept, Feedback):
        text = _("We have it. It looks like advertising to a machine, so one of us reads it first.")
        return {"key": f"s.{kept.pk}", "text": text, "conversation": None}
    if kind == "ask" or writer is None:
        text = _("We have it. We do not know who you are, so we cannot answer you.")
    else:
        text = _("We have it. What becomes of it stands here.")
    return {"key": f"f.{kept.pk}", "text": text, "conversation": None}


def _will_be_answered() -> str:
    hours = promised_hours()
    if hours <= HOURS_OF_A_DAY:
        return _("We have it. Somebody answers you here, usually within a day.")
    days = round(hours / HOURS_OF_A_DAY)
    return ngettext(
        "We have it. Somebody answers you here, usually within %(n)d day.",
        "We have it. Somebody answers you here, usually within %(n)d days.",
        days,
    ) % {"n": days}


def _suggested(key: str) -> finding.Suggested:
    one = finding.suggested(key)
    if one is None:
        raise Http404
    return one
