"""The cases behind a figure as a file."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.reading import SHOWN, count_of, numbers_among, parts, read
from wellheard.learn.figures.splitting import only
from wellheard.web.exports.table import Asked, Columns, NoSuchRowsError, Rows, Table
from wellheard.web.figures.forms import ScopeForm


def _cases(asked: Asked) -> Rows:
    figure, shown = FIGURES.get(asked.of), asked.query.get("show", "all")
    if figure is None or shown not in SHOWN:
        raise NoSuchRowsError(_("There is no such figure."))
    scope, narrowed = ScopeForm(asked.query).scope, only(figure, asked.query.get("part", ""))
    if not scope.fits(figure):
        raise NoSuchRowsError(_("This cannot be told of what you chose"))
    numbers = numbers_among(figure, scope, narrowed) if narrowed else read(figure, scope).now
    return Rows(count_of(numbers, shown), parts(figure, scope, shown=shown, only=narrowed))


def _columns() -> Columns:
    return {
        "case": lambda case: case.key,
        "contact_id": lambda case: case.contact_id,
        "contact": lambda case: case.contact,
        "company_id": lambda case: case.company_id,
        "company": lambda case: case.company,
        "idea_id": lambda case: case.idea_id,
        "idea": lambda case: case.idea,
        "conversation_id": lambda case: case.conversation_id,
        "feedback_id": lambda case: case.feedback_id,
        "survey_id": lambda case: case.survey_id,
        "survey": lambda case: case.survey,
        "score": lambda case: case.score,
        "deal_id": lambda case: case.deal_id,
        "deal": lambda case: case.deal,
        "amount_minor": lambda case: case.amount,
        "words": lambda case: case.words,
        "began_at": lambda case: case.began_at,
        "ended_at": lambda case: case.ended_at,
        "seconds": lambda case: case.seconds,
        "good": lambda case: case.good,
    }


TABLES = (Table("figure", gettext_lazy("Cases of a figure"), _columns, _cases),)
