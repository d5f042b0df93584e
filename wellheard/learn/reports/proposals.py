"""Three findings and three decisions wanted, proposed from the numbers: a code and the numbers it speaks of; people edit them."""

from collections.abc import Callable, Mapping
from typing import Any

from wellheard.learn.reports.models.points import MOST_POINTS, Point

Sections = Mapping[str, dict[str, Any]]
Proposal = dict[str, Any]
# What changed by so great a share, of so many things, is worth saying.
GREW, FEWEST = 0.25, 10
# Of so great a share nothing was heard.
MANY_SILENT = 0.3
MOST_IN_TEN = 0.5


def proposals(kind: str, sections: Sections) -> list[Proposal]:
    """Return three proposals of a kind, those first that weigh most; an empty one where nothing more stands out."""
    makers = _FINDINGS if kind == Point.Kind.FINDING else _DECISIONS
    found = [proposal for maker in makers if (proposal := maker(sections))]
    return (found + [{}] * MOST_POINTS)[:MOST_POINTS]


def _most_wanted(sections: Sections) -> Proposal | None:
    rows = sections["requests"]["rows"]
    return (
        {"code": "most_wanted", **_picked(rows[0], "idea", "title", "companies", "mrr_minor", "said")} if rows else None
    )


def _nps_moved(sections: Sections) -> Proposal | None:
    change, now = sections["nps"]["change"], sections["nps"]["now"]
    if not change or change["is_noise"]:
        return None
    return {"code": "nps_rose" if change["by"] > 0 else "nps_fell", "score": now["score"], "by": abs(change["by"])}


def _lost(sections: Sections) -> Proposal | None:
    leaving = sections["leaving"]
    if not leaving.get("left"):
        return None
    return {"code": "left", **_picked(leaving, "left", "left_minor")}


def _spike(sections: Sections) -> Proposal | None:
    rows = sections["themes"]["spikes"]
    if not rows:
        return None
    return {"code": "spike", **_picked(rows[0], "spike", "highest", "usual", *_NAMES)}


def _kind_grew(sections: Sections) -> Proposal | None:
    rows = [row for row in sections["themes"]["kinds"] if max(row["said"], row["said_before"]) >= FEWEST]
    grown = [(abs(row["said"] - row["said_before"]), row) for row in rows if row["said_before"]]
    step, row = max(grown, key=lambda one: one[0], default=(0, None))
    if row is None or step < GREW * row["said_before"]:
        return None
    code = "grew" if row["said"] > row["said_before"] else "shrank"
    return {"code": code, **_picked(row, "said", "said_before", *_NAMES)}


def _silent(sections: Sections) -> Proposal | None:
    part = sections["coverage"]
    if not part["silent"] or part["silent"] < MANY_SILENT * part["companies"]:
        return None
    return {"code": "silent", **_picked(part, "silent", "companies", "silent_mrr_minor")}


def _owed(sections: Sections) -> Proposal | None:
    owed = sections["summary"]["owed"]
    return {"code": "owed", "owed": owed} if owed else None


def _solved(sections: Sections) -> Proposal | None:
    said, helped = sections["summary"]["solved_said"], sections["summary"]["solved_helped"]
    return {"code": "solved", "said": said, "helped": helped} if said else None


def _undecided(sections: Sections) -> Proposal | None:
    # What a meeting put off is decided for now. Reports that were frozen before say nothing of it.
    put_off = {row["idea"] for row in sections["decisions"].get("later", ())}
    for row in sections["requests"]["rows"]:
        if row["status"] in {"heard", "under_review"} and row["idea"] not in put_off:
            return {"code": "decide_idea", **_picked(row, "idea", "title", "rank", "companies", "mrr_minor")}
    return None


def _promise(sections: Sections) -> Proposal | None:
    rows = sections["said_did"]["promises"]
    return {"code": "keep_promise", **_picked(rows[0], "idea", "title", "since")} if rows else None


def _revisit(sections: Sections) -> Proposal | None:
    rows = sections["decisions"]["due"]
    return {"code": "revisit", **_picked(rows[0], "idea", "title", "revisit_on")} if rows else None


def _one_company(sections: Sections) -> Proposal | None:
    for row in sections["requests"]["rows"]:
        if row["companies"] > 1 and row["largest_minor"] > MOST_IN_TEN * row["mrr_minor"]:
            return {"code": "one_company", **_picked(row, "idea", "title", "largest_minor", "mrr_minor")}
    return None


def _unsolved(sections: Sections) -> Proposal | None:
    rows = [row for row in sections["decisions"]["outcomes"] if row["no"] * 2 > row["said"]]
    return {"code": "look_again", **_picked(rows[0], "idea", "title", "said", "no")} if rows else None


def _call(sections: Sections) -> Proposal | None:
    rows = sections["coverage"]["silent_most"]
    if not rows:
        return None
    return {
        "code": "call_silent",
        "silent": sections["coverage"]["silent"],
        **_picked(rows[0], "company", "name", "mrr_minor"),
    }


def _target(sections: Sections) -> Proposal | None:
    rows = [row for row in sections["loop"]["figures"] if row["is_kept"] is False]
    return {"code": "target", **_picked(rows[0], "figure", "value", "target")} if rows else None


_NAMES = ("area", "area_name", "category", "category_key", "category_name", "tier_name")


def _picked(row: Mapping[str, Any], *names: str) -> Proposal:
    return {name: row[name] for name in names}


_FINDINGS: tuple[Callable[[Sections], Proposal | None], ...] = (
    _nps_moved, _lost, _spike, _most_wanted, _silent, _kind_grew, _owed, _solved,
)  # fmt: skip
_DECISIONS: tuple[Callable[[Sections], Proposal | None], ...] = (
    _undecided, _promise, _unsolved, _revisit, _call, _one_company, _target,
)  # fmt: skip
