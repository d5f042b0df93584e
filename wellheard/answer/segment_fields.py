"""What segments may ask about what companies were told, and whether it solved their problem."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wellheard.answer.models import Answer
from wellheard.customers.models import Membership
from wellheard.customers.segments.fields import register
from wellheard.customers.segments.kinds import clean_text, companies_of, pick, words_said, yes_no
from wellheard.decide.segment_fields import about_ideas

ANSWERED = _("What we answered")


def _companies_of(answers: Any) -> Any:
    """Return the companies whose people, counted for their main one, have these answers."""
    return Membership.objects.filter(is_primary=True, contact__in=answers.values("contact")).values("company")


def _told(idea_ids: list[int]) -> Any:
    return _companies_of(Answer.objects.told().filter(idea__in=idea_ids))


def _solved(said: list[str]) -> Any:
    return _companies_of(Answer.objects.filter(solved__in=said))


register(
    about_ideas(
        "told_about",
        _("Was told about the idea"),
        _told,
        words_said(lambda: _now("told about “%(value)s”"), lambda: _now("not told about “%(value)s”")),
        group=ANSWERED,
    ),
    pick(
        "solved",
        _("Said it solved their problem"),
        lambda: [(value, str(label)) for value, label in Answer.Solved.choices],
        companies_of(_solved),
        words_said(lambda: _now("said of an answer: %(value)s"), lambda: _now("did not say of an answer: %(value)s")),
        clean=lambda _op, value: clean_text(value),
        group=ANSWERED,
    ),
    yes_no(
        "owed",
        _("Is owed an answer"),
        lambda: Q(pk__in=_companies_of(Answer.objects.outstanding())),
        _("owed an answer"),
        _("owed no answer"),
        group=ANSWERED,
    ),
)
