"""What differs between two versions, line by line."""

import difflib
from dataclasses import dataclass

TONES = {"+": "added", "-": "gone", " ": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `mark`: "+", "-" or " "."""

    mark: str
    text: str

    @property
    def tone(self) -> str:
        """How it is drawn."""
        return TONES[self.mark]


def difference(before: str, after: str) -> list[Line]:
    """All lines of both, in order."""
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [Line(line[0], line[2:]) for line in found if line[0] in TONES]
