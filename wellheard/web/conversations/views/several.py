"""Do one thing with several conversations: which were chosen, what can be done, and what came of it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.conversations.commands import ConversationError
from wellheard.listen.conversations.models import Conversation, ConversationAside
from wellheard.web.conversations.commands.many import AT_ONCE, Order, Outcome, do_with_these
from wellheard.web.conversations.forms.offered import Offered
from wellheard.web.conversations.forms.standing import AsideForm, AssignForm, SnoozeForm
from wellheard.web.conversations.forms.writing import FilingForm
from wellheard.web.conversations.queue import Queue
from wellheard.web.conversations.views.showing import PLACE
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission

MOST_SAID = 3


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CONVERSE)
def several(request: StaffRequest) -> HttpResponse:
    """Ask what is done with the chosen ones, or do it."""
    ids = _chosen(request)
    if request.method == "POST":
        try:
            outcome = do_with_these(order=_order(request), conversation_ids=ids, by=request.user)
        except ConversationError as problem:
            messages.error(request, str(problem))
            return redirect(request.get_full_path())
        _say(request, outcome)
        return redirect(Queue.of(request).url(None))
    offered = Offered()
    context = {
        "place": PLACE,
        "queue": Queue.of(request),
        "ids": ids,
        "total": len(ids),
        "first": Conversation.objects.select_related("requester").filter(pk__in=ids).order_by("pk")[:5],
        "action": request.get_full_path(),
        "assigning": AssignForm(auto_id="assign_%s"),
        "filing": FilingForm(auto_id="filing_%s", offered=offered),
        "closing": FilingForm(auto_id="closing_%s", offered=offered),
        "aside_reasons": ConversationAside.choices,
    }
    return render(request, "conversations/several.html", context)


def _order(request: StaffRequest) -> Order:
    """Read what is to be done. Raises ConversationError for what was not said."""
    do = request.POST.get("do", "")
    if do == "assign":
        chosen = _valid(AssignForm(request.POST)).cleaned_data
        return Order(do, staff=chosen["staff"], team=chosen["team"])
    if do in {"tag", "close"}:
        form = FilingForm(request.POST)
        _valid(form)
        if do == "tag" and not form.pairs:
            raise ConversationError(_("Choose an area and a category."))
        return Order(do, tags=form.pairs)
    if do == "snooze":
        snoozing = SnoozeForm(request.POST)
        _valid(snoozing)
        return Order(do, until=snoozing.moment)
    if do == "aside":
        return Order(do, reason=_valid(AsideForm(request.POST)).cleaned_data["reason"])
    return Order(do)


def _valid(form: Form) -> Form:
    if not form.is_valid():
        raise ConversationError(str(next(iter(form.errors.values()))[0]))
    return form


def _say(request: StaffRequest, outcome: Outcome) -> None:
    n = outcome.changed
    if n:
        messages.success(request, ngettext("Done with one.", "Done with %(n)d of them.", n) % {"n": n})
    for name, reason in outcome.refused[:MOST_SAID]:
        messages.warning(request, _("“%(name)s” stays as it is. %(reason)s") % {"name": name, "reason": reason})
    if len(outcome.refused) > MOST_SAID:
        rest = len(outcome.refused) - MOST_SAID
        messages.warning(
            request, ngettext("One more stays as it is.", "%(n)d more stay as they are.", rest) % {"n": rest}
        )


def _chosen(request: StaffRequest) -> list[int]:
    written = request.GET.getlist("ids")[: AT_ONCE + 1]
    return [int(one) for one in written if is_whole_number(one)]
