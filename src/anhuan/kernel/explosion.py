"""Explosion protection: what a mark on a device promises, and whether it suits a zone.

GB/T 3836.1 (levels of protection), GB/T 3836.15 (which level in which zone).
"""

import re

_EPL = re.compile(r"\b([GD])([abc])\b")
_TYPE = re.compile(r"Ex\s*\[?\s*(i|d|e|m|n|p[xyz]?|q|o|t|s)([abcACRD]?)")
_GRADE = {"a": 0, "b": 1, "c": 2}
_ZONE = re.compile(r"(?<!\d)(20|21|22|[012])(?!\d)")


def zone_number(text: str) -> int:
    """0, 1, 2 for gas, 20, 21, 22 for dust; what says nothing counts as zone 1."""
    found = _ZONE.search(text)
    return int(found.group(1)) if found else 1


def protection_levels(ex_mark: str) -> frozenset[tuple[str, int]]:
    """("G" gas or "D" dust, grade 0-2) read off an Ex mark; empty when it says nothing.

    The equipment protection level decides ("Ex ib IIC T4 Gb" → gas, 1); marks older than GB/T
    3836-2010 have none, there the type of protection does ("ExdIICT4" → gas, 1).
    """
    stated = {(kind, _GRADE[grade]) for kind, grade in _EPL.findall(ex_mark)}
    if stated:
        return frozenset(stated)
    found = _TYPE.search(ex_mark)
    if not found:
        return frozenset()
    letter, suffix = found.group(1), found.group(2)
    grade = 2 if letter == "n" else _GRADE.get(suffix, 1)
    return frozenset({("D" if letter == "t" or "III" in ex_mark else "G", grade)})


def mark_suits_zone(ex_mark: str, zone: int) -> bool:
    """Ga in zones 0-2, Gb in 1-2, Gc in 2; the same with D for dust (GB/T 3836.15)."""
    kind = "D" if zone >= 20 else "G"
    return any(k == kind and grade <= zone % 20 for k, grade in protection_levels(ex_mark))
