"""The one business exception: an action that may not be done, with every reason at once."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason against an action."""

    code: str  # stable, for programs: "gas_test_stale"
    text: str  # one clear sentence for people: what is wrong and what to do
    clause: str = ""  # where it is written: "GB 30871-2022 5.3.1"


class Refused(Exception):
    """Raised by actions. Pages show all blockers in one box, the API answers 422 with them."""

    def __init__(self, blockers: Iterable[Blocker]) -> None:
        self.blockers = list(blockers)
        if not self.blockers:
            raise ValueError("Refused needs at least one blocker")
        super().__init__("；".join(blocker.text for blocker in self.blockers))

    def as_json(self) -> dict[str, object]:
        """The body of the API's 422 answer."""
        return {"code": "refused", "blockers": [asdict(blocker) for blocker in self.blockers]}


def refuse(code: str, text: str, clause: str = "") -> Refused:
    """A refusal with a single reason: `raise refuse("no_result", "请填写处理结果")`."""
    return Refused([Blocker(code, text, clause)])


def refuse_if_any(blockers: Iterable[Blocker]) -> None:
    """Raise `Refused` when there is at least one reason against."""
    found = list(blockers)
    if found:
        raise Refused(found)
