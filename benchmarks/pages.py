"""How long pages take on a large installation, how many queries they ask and how many rows those touch.

100,000 companies, 10,000 ideas, 1,000,000 rows of evidence and as many pieces of feedback; WELLHEARD_BENCH_PART=0.01 makes it a
hundredth. Pages are asked for in this process, so the figures are those of Django and PostgreSQL without the wire.
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks._filling import Size, filled
from wellheard.answer.commands import send_answer
from wellheard.answer.models import Answer
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Contact, Segment
from wellheard.decide.commands import keep_rankings, vote
from wellheard.decide.models import Idea
from wellheard.decide.queries import kept_ranking
from wellheard.foundation import clock
from wellheard.learn import loop, snapshots
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

ROUNDS = 40
SEGMENT = "Pays over $100 and with us 6+ months"
RULE = {"all": [{"field": "mrr", "op": ">", "value": 10_000}, {"field": "months_with_us", "op": ">=", "value": 6}]}
OTHER_RULE = (
    '{"all": [{"field": "industry", "op": "=", "value": "industry 3"}, {"field": "mrr", "op": ">", "value": 50000}]}'
)


@dataclass(frozen=True)
class Page:
    """Something people ask for: its name, what asks for it (given a number), and what to aim at (p95, ms)."""

    name: str
    ask: Callable[[int], object]
    aim: int


def main() -> None:
    """Build the installation and print a line for each page."""
    size = filled()
    _count_in_the_background()
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES=plain_storages()):
        for page in _pages(size):
            measure(page)


def _count_in_the_background() -> None:
    """Do what the worker does every ten minutes and every hour."""
    segment = Segment.objects.filter(name=SEGMENT).first() or save_segment(name=SEGMENT, rule=RULE)
    if not kept_ranking(segment):
        began = time.perf_counter()
        keep_rankings()
        print(f"ranking all ideas for a segment of {segment.company_count:,}: {time.perf_counter() - began:.0f} s")
    snapshots.take("loop", loop.questions())


def plain_storages() -> dict[str, object]:
    """Return storages that need no collected files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {**settings.STORAGES, "staticfiles": plain}


def _pages(size: Size) -> list[Page]:
    staff = signed_in()
    visitor = Client()
    segment = Segment.objects.get(name=SEGMENT)
    words = [text.split() for text in Feedback.objects.values_list("words", flat=True)[:ROUNDS]]
    ideas = random.Random(1).sample(range(1, size.ideas), ROUNDS)
    held = list(Answer.objects.filter(state=Answer.State.HELD).order_by("pk").values_list("pk", flat=True)[:ROUNDS])
    companies = random.Random(2).sample(range(1, size.companies), ROUNDS)

    def get(client: Client, address: Callable[[int], str]) -> Callable[[int], object]:
        return lambda number: ok(client, address(number))

    return [
        Page("home", get(staff, lambda _n: "/"), 100),
        Page("triage list", get(staff, lambda _n: "/filing/"), 100),
        Page("feedback list", get(staff, lambda _n: "/feedback/"), 100),
        Page("search", get(staff, lambda n: f"/feedback/?q={quote(' '.join(words[n][:2]))}"), 100),
        Page("similar while typing", lambda n: similar.search(" ".join(words[n])[:20], kind="idea", limit=5), 50),
        Page("ideas board", get(staff, lambda _n: "/ideas/"), 100),
        Page("ideas board, saved segment", get(staff, lambda _n: f"/ideas/?segment={segment.pk}"), 100),
        Page("ideas board, ad-hoc segment", get(staff, lambda _n: f"/ideas/?rule={quote(OTHER_RULE)}"), 500),
        Page("idea page, the most wanted", get(staff, lambda _n: "/ideas/1/"), 100),
        Page("idea page, any", get(staff, lambda n: f"/ideas/{ideas[n]}/"), 100),
        Page("companies", get(staff, lambda _n: "/companies/"), 100),
        Page("company page", get(staff, lambda n: f"/companies/{companies[n]}/"), 100),
        Page("answers", get(staff, lambda _n: "/answers/"), 100),
        Page("portal board", get(visitor, lambda _n: "/portal/"), 100),
        Page("portal idea", get(visitor, lambda n: f"/portal/ideas/{_public(ideas[n])}/"), 100),
        Page("one vote, any idea", lambda n: _vote(ideas[n], companies[n]), 100),
        Page("one vote, the most wanted idea", lambda n: _vote(1, companies[n]), 100),
        Page("one answer sent", lambda n: _answer(held[n]), 100),
    ]


def signed_in() -> Client:
    """Return a browser of an admin."""
    Vendor.objects.update_or_create(pk=1, defaults={"set_up_at": clock.now()})
    staff, _made = Staff.objects.get_or_create(
        email="bench@example.com", defaults={"name": "Bench", "role": Role.ADMIN, "joined_at": clock.now()}
    )
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def ok(client: Client, address: str) -> None:
    """Ask for a page. Raises RuntimeError unless it is given."""
    answer = client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004 - HTTP's word for yes
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _public(idea_id: int) -> int:
    return Idea.objects.public().filter(pk__gte=idea_id).order_by("pk").values_list("pk", flat=True)[0]


def _vote(idea_id: int, contact_id: int) -> None:
    """Vote, and take all of it back."""
    with transaction.atomic():
        vote(idea_id=idea_id, contact=Contact.objects.get(pk=contact_id))
        transaction.set_rollback(True)


def _answer(answer_id: int) -> None:
    """Put an answer on its way, and take all of it back."""
    with transaction.atomic():
        send_answer(answer_id=answer_id)
        transaction.set_rollback(True)


def measure(page: Page) -> None:
    """Print how long a page takes, how many queries it asks and how many rows those touch."""
    page.ask(0)
    page.ask(1)
    with CaptureQueriesContext(connection) as asked:
        before = _rows_touched()
        page.ask(2)
        touched = _rows_touched() - before
    queries = len(asked) - 4
    spent = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        page.ask(number)
        spent.append((time.perf_counter() - began) * 1000)
    p95 = sorted(spent)[int(ROUNDS * 0.95)]
    verdict = "" if p95 <= page.aim else f"  (aim {page.aim})"
    print(
        f"{page.name:<32} p50 {statistics.median(spent):7.1f} ms  p95 {p95:7.1f} ms  "
        f"{queries:3} queries  {touched:9,} rows{verdict}"
    )


def _rows_touched() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
