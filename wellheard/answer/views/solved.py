"""Did this solve it? A page behind a signed link, with one button each. Opening it changes nothing: scanners open links too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wellheard.answer import commands
from wellheard.answer.commands import SolvedLinkError
from wellheard.answer.forms import SolvedForm


@require_http_methods(["GET", "HEAD", "POST"])
def solved(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, note what they say, and thank them."""
    try:
        answer = commands.answer_of_token(token)
    except SolvedLinkError as problem:
        return render(request, "answers/solved_link.html", {"sentence": str(problem)}, status=410)
    form = SolvedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.record_solved(answer_id=answer.pk, **form.cleaned_data)
        return redirect("solved", token)
    context = {"answer": answer, "form": form, "token": token}
    return render(request, "answers/solved.html", context, status=422 if form.errors else 200)
