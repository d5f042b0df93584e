"""What segments may ask about what companies said."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellheard.customers.segments.fields import register
from wellheard.customers.segments.kinds import day, yes_no
from wellheard.listen.models import Feedback

SPOKE = _("What they said and asked for")


def _heard(first: date | None, last: date | None) -> Q:
    heard = Feedback.objects.exclude(company=None)
    if first:
        heard = heard.filter(heard_at__gte=_midnight(first))
    if last and last < date.max:
        heard = heard.filter(heard_at__lt=_midnight(last + timedelta(days=1)))
    return Q(pk__in=heard.values("company"))


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()), timezone.get_default_timezone())


register(
    day("heard_from", _("Heard from"), _heard, _("heard from"), group=SPOKE),
    yes_no(
        "spoke",
        _("Told us something"),
        lambda: Q(pk__in=Feedback.objects.exclude(company=None).values("company")),
        _("told us something"),
        _("never told us anything"),
        group=SPOKE,
    ),
)
