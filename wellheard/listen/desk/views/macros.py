"""Macros: their settings, finding one, and taking its steps in a conversation."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.conversations.commands import ConversationError
from wellheard.listen.desk.addresses import conversation_path
from wellheard.listen.desk.commands import macros as commands
from wellheard.listen.desk.commands.errors import DeskError
from wellheard.listen.desk.filling import known
from wellheard.listen.desk.forms import MacroForm, initial_of, whose_of
from wellheard.listen.desk.models import Macro
from wellheard.listen.desk.queries.sharing import MOST_SHOWN, macros_for
from wellheard.listen.desk.steps import Names, Steps, in_words
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show

PLACE = "settings.macros"
LISTED = 200


@require_safe
@needs(Permission.ANSWER)
def macros(request: StaffRequest) -> HttpResponse:
    """Show the macros somebody may use, each with what it does."""
    words = clean_line(request.GET.get("q", ""))[:100]
    rows = _in_words(list(macros_for(request.user, words)[:LISTED]))
    return render(request, "desk/macros.html", {"place": PLACE, "rows": rows, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def macro_new(request: StaffRequest) -> HttpResponse:
    """Join several steps to take them at once."""
    form = MacroForm(request.POST or None, staff=request.user)
    if request.method == "POST" and saved(form, lambda: _make(request, form)):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_macros")
    return show(request, "desk/macro.html", form, place=PLACE, meanings=known())


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ANSWER)
def macro(request: StaffRequest, macro_id: int) -> HttpResponse:
    """Let a macro take other steps."""
    row = get_object_or_404(Macro.objects.open_to(request.user), pk=macro_id)
    steps = Steps.read(row.does)
    initial = {"name": row.name, "whose": whose_of(row)} | initial_of(steps)
    form = MacroForm(request.POST or None, staff=request.user, initial=initial)
    if request.method == "POST" and saved(form, lambda: _edit(request, row, form), row=row):
        messages.success(request, _("“%(name)s” is saved.") % form.cleaned_data)
        return redirect("settings_macros")
    return show(request, "desk/macro.html", form, place=PLACE, meanings=known(), row=row, sentence=in_words(steps))


@require_POST
@needs(Permission.ANSWER)
def macro_removal(request: StaffRequest, macro_id: int) -> HttpResponse:
    """Remove a macro."""
    row = get_object_or_404(Macro.objects.open_to(request.user), pk=macro_id)
    commands.remove_macro(macro_id=row.pk, by=request.user)
    messages.success(request, _("“%(name)s” is removed. What was done with it stays.") % {"name": row.name})
    return redirect("settings_macros")


@never_cache
@require_safe
@needs(Permission.ANSWER)
def macros_found(request: StaffRequest) -> HttpResponse:
    """Find macros in a conversation, each with what it does in a sentence."""
    rows = list(macros_for(request.user, clean_line(request.GET.get("q", ""))[:100])[:MOST_SHOWN])
    found = [{"id": row.pk, "name": row.name, "does": sentence} for row, sentence in _in_words(rows)]
    return JsonResponse({"macros": found})


@require_POST
@needs(Permission.ANSWER)
def macro_use(request: StaffRequest, macro_id: int) -> HttpResponse:
    """Take a macro's steps in a conversation; all or none."""
    conversation_id = _number(request.POST.get("conversation", ""))
    try:
        conversation = commands.run_macro(
            macro_id=macro_id,
            conversation_id=conversation_id or 0,
            by=request.user,
            key=clean_line(request.POST.get("key", ""))[:60],
            seen_message_id=_number(request.POST.get("seen", "")),
        )
    except (ConversationError, DeskError) as problem:
        messages.error(request, str(problem))
        return redirect(conversation_path(conversation_id)) if conversation_id else redirect("settings_macros")
    messages.success(request, in_words(Steps.read(Macro.objects.get(pk=macro_id).does)))
    return redirect(conversation_path(conversation.pk))


def _in_words(rows: list[Macro]) -> list[tuple[Macro, str]]:
    steps = [Steps.read(row.does) for row in rows]
    names = Names.of(steps)
    return [(row, in_words(one, names)) for row, one in zip(rows, steps, strict=True)]


def _number(text: str) -> int | None:
    return int(text) if is_whole_number(text) else None


def _make(request: StaffRequest, form: MacroForm) -> None:
    commands.make_macro(name=form.cleaned_data["name"], whose=form.chosen, steps=form.steps(), by=request.user)


def _edit(request: StaffRequest, row: Macro, form: MacroForm) -> None:
    commands.edit_macro(
        macro_id=row.pk,
        version=form.version,
        name=form.cleaned_data["name"],
        whose=form.chosen,
        steps=form.steps(),
        by=request.user,
    )
