"""The sections of the voice-of-customer report, in their order: each a small builder of plain data."""

from wellheard.learn.reports.sections import (
    coverage,
    decisions,
    leaving,
    loop,
    nps,
    released,
    requests,
    said_did,
    segments,
    signals,
    summary,
    support,
    themes,
)
from wellheard.learn.reports.sections.within import Builder, Built, Within

# In the order they are read in.
VOICE: dict[str, Builder] = {
    "summary": summary.build,
    "said_did": said_did.build,
    "coverage": coverage.build,
    "requests": requests.build,
    "themes": themes.build,
    "nps": nps.build,
    "leaving": leaving.build,
    "support": support.build,
    "segments": segments.build,
    "signals": signals.build,
    "loop": loop.build,
    "decisions": decisions.build,
}

# What colleagues who do not decide need of a month.
BRIEFING: dict[str, Builder] = {
    "summary": summary.build,
    "released": released.build,
    "themes": themes.build,
    "leaving": leaving.build,
}

# By the kind of report.
SECTIONS_OF: dict[str, dict[str, Builder]] = {"voice": VOICE, "briefing": BRIEFING}

__all__ = ["SECTIONS_OF", "VOICE", "Builder", "Built", "Within"]
