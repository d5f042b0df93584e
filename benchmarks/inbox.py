"""How long the pages of a support team take, and how many queries they ask, with years of talk in the database.

1,000,000 conversations of 20,000 companies with 5,000,000 messages; WELLHEARD_BENCH_PART=0.01 makes it a hundredth. Asked for in
this process: the figures are those of Django and PostgreSQL without the wire.
"""

import os
import random
import time
from collections.abc import Callable
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from benchmarks import _filling
from benchmarks.pages import RULE, SEGMENT, Page, measure, ok, plain_storages, signed_in
from wellheard.customers.commands import save_segment
from wellheard.customers.models import Segment
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.understand.trends.commands.counting import count_stale_days, mark_all_days
from wellheard.understand.trends.models import DayVolume

CONVERSATIONS = 1_000_000
COMPANIES = 20_000
TEAM = 55
OPEN = 2_500


def main() -> None:
    """Build the installation and print a line for each page."""
    part = float(os.environ.get("WELLHEARD_BENCH_PART", "1"))
    count = max(2_000, int(CONVERSATIONS * part))
    if not Conversation.objects.exists():
        began = time.perf_counter()
        _fill(count, max(200, int(COMPANIES * part)))
        print(f"{count:,} conversations with {5 * count:,} messages made in {time.perf_counter() - began:.0f} s")
    if not DayVolume.objects.exists():
        _count_days()
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES=plain_storages()):
        staff = signed_in()
        for page in _pages(staff):
            measure(page)


def _pages(staff: Client) -> list[Page]:
    waiting = list(Conversation.objects.waiting_on_us().order_by("waiting_since").values_list("pk", flat=True)[:50])
    closed = random.Random(1).sample(range(1, Conversation.objects.count()), 50)
    segment = Segment.objects.filter(name=SEGMENT).first() or save_segment(name=SEGMENT, rule=RULE)
    words = [text.split() for text in Message.objects.order_by("-pk").values_list("words", flat=True)[:50]]

    def get(address: Callable[[int], str]) -> Callable[[int], object]:
        return lambda number: ok(staff, address(number))

    return [
        Page("inbox, who waits for us", get(lambda _n: "/inbox/"), 100),
        Page("inbox, mine", get(lambda _n: "/inbox/?view=mine"), 100),
        Page("inbox, not filed", get(lambda _n: "/inbox/?view=unfiled"), 100),
        Page("inbox, closed", get(lambda _n: "/inbox/?view=closed"), 100),
        Page("inbox, everything", get(lambda _n: "/inbox/?view=all"), 100),
        Page("conversation that waits", get(lambda n: f"/inbox/{waiting[n]}/"), 100),
        Page("conversation, any", get(lambda n: f"/inbox/{closed[n]}/?view=all"), 100),
        Page("what stands beside it", get(lambda n: f"/inbox/{waiting[n]}/beside/"), 100),
        Page("filters of the inbox", get(lambda _n: "/inbox/filters/"), 100),
        Page("search, two words", get(lambda n: f"/inbox/?view=all&q={quote(' '.join(words[n][2:4]))}"), 100),
        Page("everything, one word", get(lambda n: f"/find/?q={quote(words[n][2])}"), 100),
        Page("trends", get(lambda _n: "/trends/"), 100),
        Page("trends of a segment", get(lambda _n: f"/trends/?segment={segment.pk}&period=year"), 100),
    ]


def _count_days() -> None:
    """Do what the worker does when days change: all of them, once."""
    began = time.perf_counter()
    mark_all_days()
    days = count_stale_days(most=10_000)
    print(f"volumes of {days:,} days counted in {time.perf_counter() - began:.0f} s")


def _fill(count: int, companies: int) -> None:
    size = _filling.Size(companies=companies, ideas=200, evidence=200, feedback=200, unfiled=0, owed=0)
    _filling.begin()
    _filling.customers(size)
    insert = _filling.insert
    insert(
        "workspace.Category",
        {"id": "100 + n", "key": "'kind-' || n", "name": "'Kind ' || n", "position": "n"},
        "generate_series(1, 8) n",
    )
    insert(
        "workspace.Staff",
        {"id": "1000 + n", "email": "'agent' || n || '@example.com'", "name": "'Agent ' || n", "role": "'agent'",
         "joined_at": "now()", "password": "''", "is_active": "true"},
        f"generate_series(1, {TEAM}) n",
    )  # fmt: skip
    insert(
        "mailboxes.Mailbox",
        {"id": "1", "name": "'Support'", "address": "'support@example.com'", "made_at": "now()"},
        "generate_series(1, 1)",
    )
    _conversations(count, companies)
    _messages(count, companies)
    _tags(count)
    for statement in ("ANALYZE", "VACUUM ANALYZE"):
        _sql(statement)


def _conversations(count: int, companies: int) -> None:
    """Four years of them; the latest are open, a third of those waits for us."""
    # The youngest have the highest numbers.
    is_open = f"n > {count - OPEN}"
    waits = f"{is_open} AND n % 3 = 0"
    started = f"now() - ({count} - n) * interval '1460 days' / {count}"
    _filling.insert(
        "conversations.Conversation",
        {
            "id": "n", "subject": _filling.sentence(1), "channel": "'email'", "mailbox_id": "1",
            "state": f"CASE WHEN NOT {is_open} THEN 'closed' WHEN n % 3 = 1 THEN 'snoozed' ELSE 'open' END",
            "waits_for": f"CASE WHEN NOT {is_open} THEN '' WHEN {waits} THEN 'us' ELSE 'customer' END",
            "snooze_kind": f"CASE WHEN {is_open} AND n % 3 = 1 THEN 'reply' ELSE '' END",
            "requester_id": f"1 + n % {companies}", "company_id": f"1 + n % {companies}",
            "assignee_id": f"CASE WHEN n % 5 = 0 THEN NULL ELSE 1001 + n % {TEAM} END",
            "language": "'en'", "started_at": started, "last_message_at": f"{started} + interval '3 hours'",
            "last_heard_at": f"{started} + interval '2 hours'",
            "waiting_since": f"CASE WHEN {waits} THEN {started} END",
            "answer_due_at": f"CASE WHEN {waits} THEN {started} + interval '15 minutes' END",
            "first_answer_at": f"{started} + interval '11 minutes'", "first_answer_seconds": "60 + (n * 37) % 7200",
            "closed_at": f"CASE WHEN NOT {is_open} THEN {started} + interval '4 hours' END",
            "preview": _filling.sentence(2), "message_count": "5", "awaits_filing": is_open,
        },
        f"generate_series(1, {count}) n",
    )  # fmt: skip
    _filling.insert(
        "conversations.Participant",
        {"conversation_id": "n", "contact_id": f"1 + n % {companies}", "address": "'p' || n || '@example.org'",
         "role": "'requester'", "joined_at": "now()"},
        f"generate_series(1, {count}) n",
    )  # fmt: skip


def _messages(count: int, companies: int) -> None:
    conversation = "((n - 1) / 5 + 1)"
    said = f"now() - ({count} - {conversation}) * interval '1460 days' / {count} + (n % 5) * interval '30 minutes'"
    _filling.insert(
        "conversations.Message",
        {
            "id": "n", "conversation_id": conversation,
            "kind": "(ARRAY['heard', 'reply', 'note', 'heard', 'reply'])[1 + (n - 1) % 5]",
            "state": "(ARRAY['received', 'sent', 'kept', 'received', 'sent'])[1 + (n - 1) % 5]",
            "contact_id": f"CASE WHEN (n - 1) % 5 IN (0, 3) THEN 1 + {conversation} % {companies} END",
            "staff_id": f"CASE WHEN (n - 1) % 5 IN (1, 2, 4) THEN 1001 + {conversation} % {TEAM} END",
            "words": _filling.sentence(8), "language": "'en'", "said_at": said, "recorded_at": said,
        },
        f"generate_series(1, {5 * count}) n",
    )  # fmt: skip


def _tags(count: int) -> None:
    _filling.insert(
        "conversations.Tag",
        {"conversation_id": "n", "area_id": "1 + n % 40", "category_id": "101 + (n / 40) % 8", "made_by": "'staff'",
         "arrived_at": f"now() - ({count} - n) * interval '1460 days' / {count}",
         "confirmed_at": f"CASE WHEN n <= {count - OPEN} THEN now() END"},
        f"generate_series(1, {count}) n",
    )  # fmt: skip


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
