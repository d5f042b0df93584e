"""Doors of pages: each view names the permission it needs; who lacks it is told so."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - a guard of views
from django.http.response import HttpResponseBase  # noqa: TID251
from django.utils.translation import gettext as _

from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Permission

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody who works here."""

    user: Staff


def needs(
    permission: Permission,
) -> Callable[[Callable[Concatenate[StaffRequest, Arguments], HttpResponse]], View[Arguments]]:
    """Let only staff with this permission in: others sign in first, or get a 403 that says what they lack."""

    def guard(view: Callable[Concatenate[StaffRequest, Arguments], HttpResponse]) -> View[Arguments]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, Staff):
                return redirect_to_login(request.get_full_path())
            if not request.user.may(permission):
                raise PermissionDenied(
                    _("Your role (%(role)s) does not allow this: %(permission)s. Ask an admin for another role.")
                    % {"role": request.user.get_role_display(), "permission": permission.label}
                )
            return view(cast("StaffRequest", request), *args, **kwargs)

        guarded.needs = permission  # type: ignore[attr-defined]
        return guarded

    return guard
