"""The money behind one idea: columns side by side, and their total only where somebody asks for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellheard.decide.queries.money import KINDS_OF_MONEY, money_of, once_each
from wellheard.foundation import clock
from wellheard.web.ideas.choosing import COLUMNS
from wellheard.web.ideas.views.board import PLACE
from wellheard.web.ideas.views.idea import found
from wellheard.web.ideas.views.leading import leads_on
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.installation import installation
from wellheard.workspace.permissions import Permission


@require_safe
@needs(Permission.VIEW)
@leads_on
def money(request: StaffRequest, idea_id: int) -> HttpResponse:
    """Show each kind of money; of chosen kinds also what they come to with each company counted once."""
    shown = found(idea_id)
    chosen = [kind for kind in request.GET.getlist("kind") if kind in KINDS_OF_MONEY]
    context = {
        "place": PLACE,
        "idea": shown,
        "columns": [(column, COLUMNS[column.key], column.key in chosen) for column in money_of(shown)],
        "chosen": [COLUMNS[kind] for kind in chosen],
        "total": once_each(shown, chosen),
        "currency": installation().currency,
        "today": clock.today(),
    }
    return render(request, "ideas/money.html", context)
