"""The form of one finding of `anhuan doctor`."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How bad: only `fail` makes the doctor's exit code 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, and what was found in one sentence."""

    name: str
    grade: Grade
    says: str


def passed(name: str, says: str) -> Check:
    return Check(name, Grade.OK, says)


def failed(name: str, says: str) -> Check:
    return Check(name, Grade.FAIL, says)


def warned(name: str, says: str) -> Check:
    return Check(name, Grade.WARN, says)


def skipped(name: str, says: str) -> Check:
    return Check(name, Grade.SKIPPED, says)
