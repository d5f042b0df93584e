"""How fast evidence grows old."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellheard.decide.demand.commands import set_half_lives
from wellheard.decide.demand.forms.scoring import HalfLivesForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EDIT_WORKSPACE)
def half_lives(request: StaffRequest) -> HttpResponse:
    """Set after how many days each kind of evidence weighs half."""
    form = HalfLivesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_half_lives(days=form.cleaned_data)
        messages.success(request, _("Saved. It holds for all evidence at once."))
        return redirect("half_lives")
    context = {"place": "decide.ideas", "form": form}
    return render(request, "demand/half_lives.html", context, status=422 if form.errors else 200)
