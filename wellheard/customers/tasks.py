"""What changes because days pass: subscriptions start and end, companies have been with us longer, codes expire."""

from datetime import timedelta

from procrastinate.contrib.django import app

from wellheard.customers import commands
from wellheard.customers.models import EmailCode
from wellheard.foundation import clock


@app.periodic(cron="5 * * * *")
@app.task(queue="upkeep", queueing_lock="begin_the_day", pass_context=False)
def begin_the_day(timestamp: int) -> None:  # noqa: ARG001
    """Bring MRR and segments up to today. Hourly, as the installation's day begins in its own zone; usually nothing changed."""
    commands.settle_mrr()
    commands.refresh_all_segments()


@app.periodic(cron="50 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_codes", pass_context=False)
def forget_old_codes(timestamp: int) -> None:  # noqa: ARG001
    """Delete codes that nobody can use any more, with the addresses in them."""
    EmailCode.objects.filter(expires_at__lt=clock.now() - timedelta(days=1)).delete()
