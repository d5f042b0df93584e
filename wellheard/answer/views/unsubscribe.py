"""What they do not want to hear: one click in a mail program (RFC 8058), or a page with a button for each choice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wellheard.answer import commands
from wellheard.answer.commands import Choice, UnsubscribeLinkError


# The signed link is the key: mail programs post without cookies. Opening it changes nothing: scanners open links too.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what to stop, and stop it; a mail program's one click stops everything."""
    try:
        choice = commands.choice_of_token(token)
    except UnsubscribeLinkError as problem:
        return render(request, "answers/solved_link.html", {"sentence": str(problem)}, status=410)
    if request.method == "POST":
        _choose(choice, request.POST.get("stop", "all"))
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=204)
        return redirect("unsubscribe", token)
    context = {
        "contact": choice.contact,
        "is_stopped": commands.is_stopped(choice.contact),
        "ideas": choice.ideas,
        "stopped": commands.stopped_ideas(choice),
    }
    return render(request, "answers/unsubscribe.html", context)


def _choose(choice: Choice, what: str) -> None:
    about = [idea for idea in choice.ideas if str(idea.pk) == what]
    if what == "nothing":
        commands.start_again(contact=choice.contact)
    elif about:
        commands.stop_about(contact=choice.contact, idea=about[0])
    else:
        commands.stop_all(contact=choice.contact)
