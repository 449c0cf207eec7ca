"""Rows that stop here, become several, or fields that become one."""

from collections.abc import Callable, Mapping
from typing import Any

from anhuan.exchange.core.definition.faults import Look
from anhuan.exchange.core.transforms.routing import read_condition
from anhuan.exchange.core.transforms.unfit import Unfit

Row = dict[str, Any]
Step = Callable[[Row, Mapping[str, bytes]], list[Row]]


def read_filter(look: Look) -> Step:
    """`filter: {field: state, in: [1, 2]}`: only rows that meet it go on."""
    condition = read_condition(look)
    return lambda row, keys: [row] if condition.holds(row) else []


def read_split(look: Look) -> Step:
    """`split: {field: place, by: ",", into: [lng, lat]}`."""
    look.only("field", "by", "into")
    name, by, into = look.text("field"), look.text("by"), look.texts("into", needed=True)

    def split(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        if row.get(name) is None:
            return [row | dict.fromkeys(into)]
        parts = str(row[name]).split(by)
        if len(parts) != len(into):
            raise Unfit("not_splittable", f"{name} 应分为 {len(into)} 段，实为 {len(parts)} 段")
        return [row | dict(zip(into, parts, strict=True))]

    return split


def read_explode(look: Look) -> Step:
    """`explode: {field: workers, by: ",", number: n}`: a row for each part, counted."""
    look.only("field", "by", "number")
    name, by, number = look.text("field"), look.text("by"), look.text("number", "")

    def explode(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        parts = str(row[name]).split(by) if row.get(name) else [None]
        return [
            row | {name: part} | ({number: k} if number else {}) for k, part in enumerate(parts, 1)
        ]

    return explode


def read_merge(look: Look) -> Step:
    """`merge: {fields: [a, b], by: ",", into: c}`; nulls are left out."""
    look.only("fields", "by", "into")
    names, by, into = look.texts("fields", needed=True), look.text("by", ""), look.text("into")

    def merge(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        parts = [str(row[name]) for name in names if row.get(name) is not None]
        return [row | {into: by.join(parts)}]

    return merge
