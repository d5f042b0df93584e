"""One thing done with many pieces of feedback at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation.text.clean import clean_line
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.models import Feedback, TriageBatch
from wellheard.web.feedback import commands, triage_queries
from wellheard.web.feedback.commands import BatchError, UndoError
from wellheard.web.feedback.forms.triage import OrderForm
from wellheard.web.feedback.queries import ideas_named, similar_ideas
from wellheard.web.feedback.views.queue import Queue
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

_SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.FILE_FEEDBACK)
def several(request: StaffRequest) -> HttpResponse:
    """Show what was chosen and what can be done with it; do it."""
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _do(request, form)
        except BatchError as problem:
            form.add_error(None, str(problem))
        else:
            _say(request, batch)
            return redirect(Queue.of(request).url(None))
    return _show(request, form, 422 if request.method == "POST" else 200)


@require_POST
@needs(Permission.FILE_FEEDBACK)
def undoing(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Take back what was done with many."""
    try:
        commands.take_back_all(batch_id=batch_id, by=request.user)
        messages.info(request, _("Taken back. What somebody changed since stays as it is."))
    except UndoError as problem:
        messages.error(request, str(problem))
    return redirect("filing")


def _do(request: StaffRequest, form: OrderForm) -> TriageBatch:
    note = form.cleaned_data["note"]
    if request.GET.get("all"):
        narrowed = Queue.of(request).narrowed
        return commands.do_with_all(order=form.order, note=note, narrowed=narrowed, by=request.user)
    ids = _ids(request)
    if not ids:
        raise BatchError(_("Nothing is chosen; go back and choose some of them."))
    return commands.do_with_these(order=form.order, note=note, feedback_ids=ids, by=request.user)


def _say(request: StaffRequest, batch: TriageBatch) -> None:
    undo = reverse("filing_several_undoing", args=[batch.pk])
    if batch.finished_at is None:
        going = ngettext("One is being done; this page shows how far it is.", "%(n)d are being done; this page shows how far it is.", batch.total)  # fmt: skip  # noqa: E501
        messages.info(request, going % {"n": batch.total}, extra_tags=undo)
        return
    done = ngettext("Done with one.", "Done with all %(n)d.", batch.done_count) % {"n": batch.done_count}
    if batch.refused_count:
        left = ngettext("One was left: somebody else was there first.", "%(n)d were left: somebody else was there first.", batch.refused_count)  # fmt: skip  # noqa: E501
        done = f"{done} {left % {'n': batch.refused_count}}"
    messages.success(request, done, extra_tags=undo)


def _show(request: StaffRequest, form: OrderForm, status: int) -> HttpResponse:
    queue = Queue.of(request)
    chosen = queue.rows if request.GET.get("all") else Feedback.objects.filter(pk__in=_ids(request))
    words = clean_line(request.GET.get("q", ""))[:100]
    first = list(chosen.with_people().order_by("heard_at", "pk")[:_SHOWN])
    context = {
        "place": "understand.filing",
        "queue": queue,
        "form": form,
        "first": first,
        "total": chosen[: triage_queries.MOST_COUNTED].count(),
        "words": words,
        "ids": _ids(request),
        "ideas": ideas_named(words) if words else similar_ideas(first[0]) if first else [],
        "action": request.get_full_path(),
    }
    return render(request, "feedback/several.html", context, status=status)


def _ids(request: StaffRequest) -> list[int]:
    written = request.GET.getlist("ids")[: commands.AT_ONCE]
    return [int(one) for one in written if is_whole_number(one)]
