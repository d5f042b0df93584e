"""What somebody keeps of the inbox: its views under a name, and their keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.web.conversations.forms.keys import KeysForm
from wellheard.web.conversations.keys import ACTIONS
from wellheard.web.conversations.views.showing import PLACE, SAVED
from wellheard.workspace.commands.keyboard import choose_inbox_keys
from wellheard.workspace.commands.saved_views import SavedViewError, remove_view, save_view
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_POST
@needs(Permission.VIEW)
def saving(request: StaffRequest) -> HttpResponse:
    """Keep the list as it is narrowed under a name."""
    form = request.POST
    query = form.get("query", "")[:2000]
    try:
        sharing = "shared" if form.get("shared") else "own"
        view = save_view(owner=request.user, place=SAVED, name=form.get("name", ""), query=query, sharing=sharing)
    except SavedViewError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(f"{reverse('inbox')}?{query}")


@require_POST
@needs(Permission.VIEW)
def removal(request: StaffRequest, view_id: int) -> HttpResponse:
    """Remove one's own view."""
    remove_view(view_id=view_id, owner=request.user)
    messages.success(request, _("The view is gone. The conversations are as they were."))
    return redirect("inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW)
def keys(request: StaffRequest) -> HttpResponse:
    """Show which key does what for this person, and keep what they choose instead."""
    usual = {name: key for name, (key, _said) in ACTIONS.items()}
    form = KeysForm(request.POST or None, initial=usual | request.user.inbox_keys)
    if request.method == "POST":
        if request.POST.get("usual"):
            choose_inbox_keys(staff=request.user, keys={})
            return redirect("inbox_keys")
        if form.is_valid():
            choose_inbox_keys(staff=request.user, keys=form.chosen)
            messages.success(request, _("Your keys are kept."))
            return redirect("inbox_keys")
    status = 422 if form.errors else 200
    return render(request, "conversations/keys_page.html", {"place": PLACE, "form": form}, status=status)
