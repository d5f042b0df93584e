"""Conversations as a file of another inbox has them."""

import json
from datetime import UTC, datetime
from typing import Any

ANN = {"email": "ann@acme.example", "name": "Ann Visser"}
BEGAN = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)


def talk(number: int = 1, **said: Any) -> dict[str, Any]:
    """Return one conversation as a file has it."""
    return {
        "id": f"c-{number}",
        "subject": "Job sheets do not print",
        "state": "closed",
        "contact": ANN,
        "tags": ["Printing", "bug"],
        "messages": [
            {"id": 1, "kind": "customer", "at": "2025-03-03T09:00:00Z", "author": ANN, "words": "Nothing prints."},
            {"id": 2, "kind": "note", "at": "2025-03-03T09:05:00Z", "author": {"name": "Bo"}, "words": "Known."},
            {"id": 3, "kind": "agent", "at": "2025-03-03T09:10:00Z", "author": {"name": "Bo"}, "words": "Try again."},
        ],
    } | said


def lines(*talks: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in talks)
