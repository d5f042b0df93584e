"""Who is asked, and where: what every door to surveys (the widget, other clients, mails, links) says of a person and a place."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A person as far as we know them: a contact, or nobody but a device. The company is the contact's main one if not given."""

    contact_id: int | None = None
    device: str = ""
    company_id: int | None = None
    language: str = ""

    @property
    def is_known(self) -> bool:
        return self.contact_id is not None

    @property
    def is_anybody(self) -> bool:
        """Whether there is anything to recognise them by when they come again."""
        return self.is_known or bool(self.device)

    @property
    def sampled_as(self) -> str:
        """Return what a share of people is drawn by: the same person is always in it or not."""
        return f"contact:{self.contact_id}" if self.contact_id is not None else f"device:{self.device}"


@dataclass(frozen=True)
class Place:
    """Where somebody is and what just happened there.

    `event` and `properties` are what triggered the question; `signals` are counts by event name that the page itself saw and
    has not sent yet; `session` is the same as long as their visit lasts.
    """

    channel: str = "in_app"
    url: str = ""
    version: str = ""
    event: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    signals: dict[str, int] = field(default_factory=dict)
    session: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class PairChoice:
    """Which of two somebody preferred: left, right or neither. Each is "idea:12" or "option:key"."""

    left: str
    right: str
    chosen: str


@dataclass(frozen=True)
class Answered:
    """The answer to one question, named by its key: a number, options, words, or pairs, as its kind has it."""

    question: str
    number: int | None = None
    options: tuple[str, ...] = ()
    words: str = ""
    pairs: tuple[PairChoice, ...] = ()
