"""The ideas of the demo story, what became of each, and what was said about them afterwards."""

from dataclasses import dataclass, field
from typing import Any

from wellheard.web.demo.reading import chapters, rows

# As the files name them, and as the product does.
LANGUAGES = {"lt": "lt", "ru": "ru", "zh": "zh-hans"}


@dataclass(frozen=True)
class StoryIdea:
    """An idea of the story. `key` ties feedback to it; `status` is where it stands when the story ends."""

    key: str
    title: str
    area: str
    opened: int
    status: str
    problem: str
    public: str
    owner: str = ""
    workaround: str = ""


@dataclass(frozen=True)
class Verdict:
    """A decision of the story: days ago, about which idea, outcome, our reason, what customers read, also in their language."""

    idea: str
    days: int
    outcome: str
    reason: str
    public_reason: str
    texts: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Launch:
    """A release of the story."""

    title: str
    version: str
    days: int
    notes: str
    ideas: tuple[str, ...]
    texts: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """What a customer wrote below an idea, and what was replied so many hours `after`."""

    idea: str
    days: int
    who: str
    words: str
    reply: str = ""
    by: str = ""
    after: int = 0


def _with_texts(entry: dict[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in entry.items() if name not in LANGUAGES}
    return own | {"texts": {code: entry[language] for language, code in LANGUAGES.items() if language in entry}}


IDEAS = tuple(StoryIdea(key=key, **entry) for key, entry in chapters("ideas").items())
AREA_OF = {idea.key: idea.area for idea in IDEAS}
VERDICTS = tuple(Verdict(**_with_texts(entry)) for entry in chapters("decisions")["decision"])
LAUNCHES = tuple(
    Launch(**_with_texts(entry) | {"ideas": tuple(entry["ideas"])}) for entry in chapters("releases")["release"]
)
REMARKS = tuple(Remark(**entry) for entry in chapters("comments")["comment"])
TRANSLATIONS: dict[str, dict[str, dict[str, str]]] = chapters("translations")
VOTES = tuple((row["idea"], row["who"]) for row in rows("votes"))
# Which idea turned out to be part of which other one, so many days ago.
MERGES = (("no_internet", "offline", 60), ("maps_offline", "offline", 40), ("ask_parts", "van_stock", 50))
