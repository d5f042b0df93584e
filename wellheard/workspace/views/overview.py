"""Who may do what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellheard.workspace.guard import StaffRequest, needs
from wellheard.workspace.permissions import GRANTS, Permission, Role


@require_safe
@needs(Permission.VIEW)
def roles(request: StaffRequest) -> HttpResponse:
    """Show who may do what: the one table every page asks."""
    rows = [(permission.label, [role in GRANTS[permission] for role in Role]) for permission in Permission]
    return render(
        request,
        "workspace/roles.html",
        {"place": "settings", "roles": list(Role), "rows": rows, "own_role": request.user.get_role_display()},
    )
