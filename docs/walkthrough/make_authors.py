"""Give the questions of the walk their authors: neither file knows any people, so they are made here, the same every time.

    python docs/walkthrough/make_authors.py ACCOUNTS.csv QUESTIONS.jsonl FOLDER [LAST_DAY]

reads the companies (account_id, account_name) and the questions (text, label) and writes contacts.csv and feedback.jsonl
into the folder, ready for `wellheard import`. The questions are spread over the year that ends on LAST_DAY (2026-11-20), or
today.
"""

import csv
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 77
DAYS = 365
FIRST_NAMES = (
    "Ada", "Amir", "Ana", "Anil", "Asta", "Bo", "Carla", "Chen", "Dana", "Diego",
    "Elif", "Emma", "Femi", "Greta", "Hana", "Ines", "Ivan", "Jonas", "Jun", "Kai",
    "Lena", "Lukas", "Mara", "Mei", "Milan", "Nadia", "Nils", "Noor", "Olga", "Omar",
    "Paula", "Pia", "Rasa", "Ravi", "Rosa", "Sara", "Tomas", "Uma", "Vera", "Yuki",
)  # fmt: skip
LAST_NAMES = (
    "Adeyemi", "Alvarez", "Becker", "Bianchi", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Haas",
    "Ito", "Jansen", "Kapoor", "Kim", "Kowalski", "Larsen", "Li", "Lopez", "Martin", "Mehta",
    "Moreau", "Nakamura", "Novak", "Okafor", "Olsen", "Park", "Petraitis", "Quinn", "Rossi", "Sato",
    "Schmidt", "Silva", "Singh", "Tanaka", "Vogel", "Weber",
)  # fmt: skip

Row = dict[str, str]


def main(accounts_file: str, questions_file: str, folder: str, last_day: str = "") -> None:
    """Write both files."""
    dice = random.Random(SEED)
    end = datetime.fromisoformat(last_day or datetime.now(UTC).date().isoformat()).replace(tzinfo=UTC)
    accounts = list(_rows(Path(accounts_file)))
    contacts = [contact for account in accounts for contact in _people(account, dice)]
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "contacts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["contact_id", "name", "email", "company_id", "role"])
        writer.writeheader()
        writer.writerows(contacts)
    with (out / "feedback.jsonl").open("w", encoding="utf-8") as file:
        for row in _feedback(Path(questions_file), contacts, dice, end):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _rows(path: Path) -> Iterator[Row]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def _people(account: Row, dice: random.Random) -> Iterator[Row]:
    """Yield two to five people of a company: its first is the one who decides, its second the one who buys."""
    domain = f"{account['account_name'].lower().replace('_', '-')}.example"
    for number in range(dice.randint(2, 5)):
        first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
        yield {
            "contact_id": f"{account['account_id']}-{number + 1}",
            "name": f"{first} {last}",
            "email": f"{first}.{last}.{number + 1}@{domain}".lower(),
            "company_id": account["account_id"],
            "role": ("decider", "buyer", "user")[min(number, 2)],
        }


def _feedback(path: Path, contacts: list[Row], dice: random.Random, end: datetime) -> Iterator[dict[str, str]]:
    areas = _areas()
    with path.open(encoding="utf-8") as file:
        for line in file:
            question = json.loads(line)
            author = dice.choice(contacts)
            heard_at = end - timedelta(minutes=dice.randrange(DAYS * 24 * 60))
            yield {
                "id": hashlib.sha256(f"{question['label']}\n{question['text']}".encode()).hexdigest()[:16],
                "words": question["text"],
                "contact_id": author["contact_id"],
                "heard_at": heard_at.isoformat(),
                "source": "support",
                "area": areas[question["label"]],
                "intent": question["label"],
            }


def _areas() -> dict[str, str]:
    by_area = json.loads((Path(__file__).parent / "areas.json").read_text(encoding="utf-8"))
    return {intent: area for area, intents in by_area.items() for intent in intents}


if __name__ == "__main__":
    if len(sys.argv) not in {4, 5}:
        sys.exit(str(__doc__))
    main(*sys.argv[1:])
