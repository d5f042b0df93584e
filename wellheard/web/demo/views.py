"""Load the demo, and begin with one's own data."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wellheard.foundation import demo
from wellheard.web.demo import commands
from wellheard.web.demo.forms import OwnDataForm
from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import Permission
from wellheard.workspace.views.saving import saved, show


@require_POST
@needs(Permission.MANAGE_STAFF)
def demo_loading(request: StaffRequest) -> HttpResponse:
    """Have the demo loaded into an empty installation."""
    try:
        commands.ask_for_demo(by=request.user)
    except commands.DemoError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request, _("The demo is being told; it takes about half a minute. No mail leaves while it is here.")
        )
    return redirect("home")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_STAFF)
def own_data(request: StaffRequest) -> HttpResponse:
    """Take the demo out, and begin with one's own data. A person of the story goes on under a name of their own."""
    me = request.user
    is_of_story = commands.is_of_story(me)
    said = request.POST if request.method == "POST" else None
    form = OwnDataForm(said) if is_of_story else Form(said)
    begin = partial(commands.begin_as if is_of_story else commands.remove_demo, by=me)
    if request.method == "POST" and saved(form, lambda: begin(**form.cleaned_data)):
        update_session_auth_hash(request, me)
        messages.success(request, _("The demo is gone. What follows is yours."))
        return redirect("setting_up")
    shown = {"is_demo": demo.is_demo(), "is_of_story": is_of_story}
    return show(request, "demo/own_data.html", form, place="settings.own_data", **shown)
