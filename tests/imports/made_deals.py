"""Files of deals as vendors have them: three currencies, stages nobody knows, companies spelt differently, accounts missing.

Of our own making, with a fixed seed: the same number of rows gives the same file.
"""

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass, field

COLUMNS = (
    "Deal ID", "Deal Name", "Account Name", "Amount", "Currency", "Stage", "Loss Reason", "Competitor", "Create Date",
    "Close Date", "Last Modified Date",
)  # fmt: skip
FIRST = (
    "North",
    "South",
    "East",
    "West",
    "Blue",
    "Green",
    "Silver",
    "Iron",
    "Copper",
    "Stone",
    "River",
    "Lake",
    "Hill",
    "Wood",
)
SECOND = (
    "wind",
    "ridge",
    "field",
    "harbour",
    "works",
    "logic",
    "metrics",
    "foods",
    "health",
    "cargo",
    "lines",
    "paper",
    "optics",
)
FORMS = ("Ltd", "GmbH", "Inc.", "S.A.", "")
CURRENCIES = ("EUR", "USD", "GBP")
KNOWN_STAGES, UNKNOWN_STAGES = ("Open", "Closed won", "Closed lost"), ("Paper process", "Verbal", "On ice")
REASONS = ("Price", "Lost to Rivaltool", "No budget this year", "Missing function", "")


@dataclass
class MadeDeals:
    """A file, and what is doubtful in it, counted while it was made."""

    companies: list[str]
    content: str = ""
    rows: int = 0
    doubts: Counter[str] = field(default_factory=Counter)


def made_deals(rows: int, *, seed: int = 20_260) -> MadeDeals:
    """Make a file of so many deals. Its companies are those to have here before it comes in."""
    luck = random.Random(seed)
    names = [f"{first}{second} {luck.choice(FORMS)}".strip() for first in FIRST for second in SECOND]
    made = MadeDeals(luck.sample(names, k=min(len(names), max(rows // 20, 5))))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number in range(1, rows + 1):
        writer.writerow(_row(number, made, luck))
    made.content, made.rows = out.getvalue(), rows
    return made


def _row(number: int, made: MadeDeals, luck: random.Random) -> list[str]:
    stage = luck.choices([*KNOWN_STAGES, *UNKNOWN_STAGES], [30, 25, 30, 5, 5, 5])[0]
    made.doubts["stage"] += stage in UNKNOWN_STAGES
    amount, currency = _money(made, luck)
    month = luck.randint(1, 12)
    return [
        f"D-{number:05}",
        f"{luck.choice(('New business', 'Extension', 'Pilot'))} {number}",
        _company(made, luck),
        amount,
        currency,
        stage,
        luck.choice(REASONS) if stage == "Closed lost" else "",
        "Rivaltool" if stage == "Closed lost" and luck.random() < 0.2 else "",
        f"2024-{month:02}-{luck.randint(1, 28):02}",
        f"2025-{month:02}-{luck.randint(1, 28):02}",
        f"2025-12-{luck.randint(1, 28):02}T10:00:00Z",
    ]


def _company(made: MadeDeals, luck: random.Random) -> str:
    how = luck.random()
    if how < 0.05:
        made.doubts["no_company"] += 1
        return ""
    name = luck.choice(made.companies)
    if how < 0.85:
        return name
    made.doubts["company"] += 1
    return _spelt_otherwise(name, luck)


def _spelt_otherwise(name: str, luck: random.Random) -> str:
    word = name.split(maxsplit=1)[0]
    place = luck.randrange(2, len(word) - 1)
    return luck.choice((f"{word} Holding", word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:]))


def _money(made: MadeDeals, luck: random.Random) -> tuple[str, str]:
    how, amount = luck.random(), luck.randrange(500, 90_000)
    if how < 0.04:
        made.doubts["no_amount"] += 1
        return "", luck.choice(CURRENCIES)
    if how < 0.06:
        made.doubts["currency"] += 1
        return str(amount), "QQQ"
    if how < 0.07:
        made.doubts["amount"] += 1
        return "to be agreed", luck.choice(CURRENCIES)
    return f"{amount}.50", luck.choice(CURRENCIES)
