"""Old addresses: an idea that was merged leads on to the one it is part of."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect

from wellheard.decide.queries import standing_for
from wellheard.workspace.guard import StaffRequest

Arguments = ParamSpec("Arguments")


def leads_on(
    view: Callable[Concatenate[StaffRequest, Arguments], HttpResponse],
) -> Callable[Concatenate[StaffRequest, Arguments], HttpResponse]:
    """Send whoever opens a page of a merged idea to the same page of the idea that stands for it."""

    @wraps(view)
    def led(request: StaffRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        idea_id = int(str(kwargs["idea_id"]))
        standing = standing_for(idea_id)
        if standing != idea_id and request.method in {"GET", "HEAD"} and request.resolver_match:
            return redirect(str(request.resolver_match.view_name), standing)
        return view(request, *args, **kwargs)

    return led
