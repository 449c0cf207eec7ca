"""A table as one field of a form: people, readings, risks, the tables of the paper form."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString

Row = dict[str, Any]
Kind = str  # text, long, number, date, datetime, choice, pick (a choice found by typing)


class ShutSelect(forms.Select):
    """A drop-down in which some options can be read, with the reason, but not chosen."""

    def __init__(self, attrs: Any, choices: Sequence[Any], shut: frozenset[str]) -> None:
        super().__init__(attrs, choices)
        self.shut = shut

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's; a chosen one stays, so that nothing is dropped silently."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.shut and not option["selected"]:
            option["attrs"]["disabled"] = True
        return option


@dataclass(frozen=True, slots=True)
class Cell:
    """One column. `options` may be grouped, as Django's choices; `shut` ones are only shown."""

    key: str
    label: str
    kind: Kind = "text"
    options: Sequence[Any] = ()
    required: bool = True
    shut: frozenset[str] = frozenset()

    def widget(self) -> forms.Widget:
        """What is drawn in each row."""
        attrs = {"class": "input", "aria-label": self.label}
        if self.kind in ("choice", "pick"):
            attrs |= {"class": "input select"}
            attrs |= {"data-pick": self.label} if self.kind == "pick" else {}
            return ShutSelect(attrs, [("", "—"), *self.options], self.shut)
        if self.kind == "long":
            return forms.Textarea(attrs | {"rows": 2})
        types = {"number": "text", "date": "date", "datetime": "datetime-local"}
        if self.kind == "number":
            attrs["inputmode"] = "decimal"
        return forms.TextInput(attrs | {"type": types.get(self.kind, "text")})


class RowsWidget(forms.Widget):
    """Rows that are there, and some empty ones."""

    template_name = "permits/rows_widget.html"

    def __init__(self, cells: Sequence[Cell], spare: int = 4) -> None:
        super().__init__()
        self.cells, self.spare = cells, spare

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Drawn cells by row."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        given: list[Row] = list(value or [])
        rows = [*given, *({} for _ in range(self.spare))]
        context["widget"] |= {
            "columns": self.cells,
            "rows": [
                {"spare": n >= len(given), "cells": self._cells(name, n, row)}
                for n, row in enumerate(rows)
            ],
        }
        return context

    def _cells(self, name: str, n: int, row: Row) -> list[dict[str, Any]]:
        return [
            {"label": cell.label, "drawn": self._drawn(cell, f"{name}-{n}-{cell.key}", row)}
            for cell in self.cells
        ]

    def _drawn(self, cell: Cell, name: str, row: Row) -> SafeString:
        drawn: SafeString = cell.widget().render(name, row.get(cell.key), {"id": f"id_{name}"})
        return drawn

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        """Rows in which anything is written."""
        numbers = {_number(key, name) for key in data if key.startswith(f"{name}-")}
        rows = [
            {c.key: str(data.get(f"{name}-{n}-{c.key}") or "").strip() for c in self.cells}
            for n in sorted(n for n in numbers if n is not None)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """A table without rows is an answer."""
        return False


def _number(key: str, name: str) -> int | None:
    middle = key[len(name) + 1 :].split("-", 1)[0]
    return int(middle) if middle.isdigit() else None


class RowsField(forms.Field):
    """Rows as dictionaries; numbers read, what a column owes asked for with its row."""

    widget: Any

    def __init__(self, cells: Sequence[Cell], spare: int = 4, **more: Any) -> None:
        self.cells = cells
        super().__init__(widget=RowsWidget(cells, spare), **more)

    def clean(self, value: Any) -> list[Row]:
        """Every fault at once."""
        rows: list[Row] = list(value or [])
        faults = [
            f"第 {n} 行{fault}" for n, row in enumerate(rows, 1) for fault in self._faults(row)
        ]
        if self.required and not rows:
            faults.append("请至少填写一行")
        if faults:
            raise forms.ValidationError(faults)
        return [self._read(row) for row in rows]

    def _faults(self, row: Row) -> Iterable[str]:
        for cell in self.cells:
            if not row[cell.key]:
                if cell.required:
                    yield f"请填写{cell.label}"
            elif cell.kind == "number" and _as_number(row[cell.key]) is None:
                yield f"{cell.label}应为数字"

    def _read(self, row: Row) -> Row:
        read: dict[Kind, Callable[[str], Any]] = {"number": _as_number}
        return {
            cell.key: read.get(cell.kind, str)(row[cell.key])
            for cell in self.cells if row[cell.key]
        }  # fmt: skip


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
