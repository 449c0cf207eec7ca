"""A grade and why it is so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that decided, in words, with where it is written."""

    code: str
    text: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """What was decided. `needs_permit` is False where the standard asks for none."""

    level: str  # a code of `kinds.KINDS[kind].levels`
    reasons: tuple[Reason, ...]
    needs_permit: bool = True

    @property
    def explanation(self) -> str:
        """All reasons in one line."""
        return "；".join(reason.text for reason in self.reasons)
