"""What may have brought a company back: what it had asked for and is there now, and what we answered."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.models import Evidence, Idea
from wellheard.decide.queries import family_of, standing_for
from wellheard.foundation.text.clean import shorten
from wellheard.listen.departures.commands import Helped
from wellheard.listen.departures.models import Departure

IS_THERE = (Idea.Status.SHIPPED, Idea.Status.BETA, Idea.Status.ALREADY_POSSIBLE)
MOST, TITLE = 50, 80


def choices_for(company: Company) -> list[tuple[str, str]]:
    """Return what they had asked for that is there now, then what else they were answered, the latest first."""
    needed = Evidence.objects.filter(company=company).values_list("idea_id", "idea__merged_into")
    asked = {standing_for(pk) if merged else pk for pk, merged in needed}
    ideas = Idea.objects.filter(pk__in=asked, status__in=IS_THERE).order_by("-pk")[:MOST]
    there = [(f"idea:{idea.pk}", _there(idea)) for idea in ideas]
    told = Answer.objects.told().exclude(occasion=Answer.Occasion.ACKNOWLEDGED).select_related("idea", "feedback")
    about_them = told.filter(idea__in=asked, contact__memberships__company=company) | told.filter(
        feedback__company=company
    )
    known = {key for key, _label in there}
    rows = [
        one for one in about_them.distinct().order_by("-told_at", "-pk")[:MOST] if f"idea:{one.idea_id}" not in known
    ]
    return [*there, *((f"answer:{one.pk}", _answered(one)) for one in rows)]


def choices_about(departure: Departure) -> list[tuple[str, str]]:
    """Return what there is to choose for a departure; what was chosen stays, also where it would not be offered any more."""
    offered, key = choices_for(departure.company), key_of(departure)
    if not key or key in dict(offered):
        return offered
    kept = named(departure)
    label = _answered(kept.answer) if kept.answer else _there(kept.idea) if kept.idea else ""
    return [(key, label), *offered] if label else offered


def chosen(key: str, words: str) -> Helped:
    """Return what a choice of the form means; an answer about an idea counts for that idea too."""
    kind, _colon, number = key.partition(":")
    if kind == "idea":
        return Helped(words, idea_id=int(number))
    if kind == "answer":
        answer = Answer.objects.filter(pk=int(number)).first()
        return Helped(words, idea_id=answer.idea_id if answer else None, answer_id=answer.pk if answer else None)
    return Helped(words)


def key_of(departure: Departure) -> str:
    """Return which choice of the form a departure has."""
    if departure.helped_answer_id:
        return f"answer:{departure.helped_answer_id}"
    return f"idea:{standing_for(departure.helped_idea_id)}" if departure.helped_idea_id else ""


@dataclass(frozen=True)
class Named:
    """What brought them back, as the page of a departure names it; either may be gone."""

    idea: Idea | None = None
    answer: Answer | None = None


def named(departure: Departure) -> Named:
    """Return the idea and the answer that brought a company back."""
    idea_id, answer_id = departure.helped_idea_id, departure.helped_answer_id
    idea = Idea.objects.filter(pk=standing_for(idea_id)).first() if idea_id else None
    answer = Answer.objects.select_related("contact").filter(pk=answer_id).first() if answer_id else None
    return Named(idea, answer)


@dataclass(frozen=True)
class CameBack:
    """How many companies came back for an idea, and what they paid a month when they did, in minor units."""

    count: int
    mrr_minor: int


def came_back_for(idea: Idea) -> CameBack:
    """Return who came back for an idea or one that was merged into it; a company that came back twice counts once, as last."""
    rows = Departure.objects.returned().filter(helped_idea_id__in=family_of([idea.pk]))
    last = rows.order_by("company", "-returned_on", "-pk").distinct("company").values("pk")
    found = Departure.objects.filter(pk__in=last).aggregate(count=Count("pk"), mrr=Sum("returned_mrr_minor"))
    return CameBack(found["count"], found["mrr"] or 0)


def _there(idea: Idea) -> str:
    return f"{idea} ({idea.get_status_display()})"


def _answered(one: Answer) -> str:
    about = one.idea.title if one.idea else one.feedback.words if one.feedback else ""
    return _("Our answer “%(occasion)s” about: %(about)s") % {
        "occasion": one.get_occasion_display(),
        "about": shorten(about, limit=TITLE),
    }
