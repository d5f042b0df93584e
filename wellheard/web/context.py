"""What every page shows around its own content."""

from django.http import HttpRequest  # noqa: TID251 - a context processor
from django.utils.functional import SimpleLazyObject

from wellheard.customers.models import Contact
from wellheard.learn.queries import waiting_counts
from wellheard.web.brand.look import look
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the vendor, what waits in each stage and who is looking; nothing is asked of the database until it is shown."""
    return {
        "theme": _theme(request),
        "vendor": SimpleLazyObject(lambda: {"name": installation().vendor_name}),
        "rail_counts": SimpleLazyObject(lambda: waiting_counts(_colleague(request))),
        "look": SimpleLazyObject(look),
        "visitor": SimpleLazyObject(lambda: _visitor(request)),
    }


def _colleague(request: HttpRequest) -> Staff | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, Staff) else None


def _theme(request: HttpRequest) -> str:
    """Return the theme a staff member chose; everybody else reads in the theme of their device."""
    user = getattr(request, "user", None)
    return user.theme if isinstance(user, Staff) and user.theme != Staff.Theme.SYSTEM else ""


def _visitor(request: HttpRequest) -> Contact | None:
    """Return the contact who signed in on the portal."""
    contact_id = request.session.get("contact_id")
    return Contact.objects.filter(pk=contact_id).first() if contact_id else None
