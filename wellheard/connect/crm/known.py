"""What an adapter learnt of an account while it reads its deals: asked once each, however many deals name it."""

from collections.abc import Callable, Iterable
from typing import Any

from wellheard.connect.crm.speaking import AbsentError, CrmError, KeyRefusedError
from wellheard.connect.crm.there import StageThere


class Known:
    """Answers by what was asked. It lives as long as its adapter does: one round of reading."""

    def __init__(self) -> None:
        self._answers: dict[str, Any] = {}

    def once(self, name: str, asking: Callable[[], Any]) -> Any:
        """Return the answer to a question that is needed. Raises CrmError, and is asked again the next time.

        That it is not there says nothing of the deal for which it was asked: never AbsentError.
        """
        try:
            return self._once(name, asking)
        except AbsentError as problem:
            raise CrmError(str(problem), problem.status) from problem

    def besides(self, name: str, asking: Callable[[], Any]) -> Any:
        """Return what only adds to a deal; nothing where it is gone or not for us to see: that may be a right of its own."""
        try:
            return self._once(name, asking) or {}
        except (AbsentError, KeyRefusedError):
            self._answers[name] = {}
            return {}

    def _once(self, name: str, asking: Callable[[], Any]) -> Any:
        if name not in self._answers:
            self._answers[name] = asking()
        return self._answers[name]

    def stage_name(self, asking: Callable[[], Iterable[StageThere]], pipeline: str, stage: str) -> str:
        """Return what people call a stage; empty where the account does not know it."""
        names = self.once("stages", lambda: {(one.pipeline, one.stage): one.name for one in asking()})
        return str(names.get((pipeline, stage), ""))
