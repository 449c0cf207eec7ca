"""A layout's rows as bands."""

from collections.abc import Iterator
from typing import Any

from anhuan.desk.paper import Band, Box, Cell, Grid, Signed, label, value
from anhuan.domains.permits.paper.gas import gas_bands
from anhuan.domains.permits.paper.layouts import Layout, layout_of
from anhuan.domains.permits.paper.measures import measure_band
from anhuan.domains.permits.paper.pictures import drawings
from anhuan.domains.permits.paper.signing import briefing_band, signature_boxes, signed_cell
from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.paper.words import (
    certificate_words,
    field_words,
    grade_words,
    span_words,
)
from anhuan.domains.permits.rules.forms import FieldType

_FIRST_MM, _NEXT_MM = 33.0, 25.0


def form_bands(source: Source) -> tuple[Band, ...]:
    """The whole form, top to bottom; what the layout does not know before the measures."""
    layout = layout_of(source.form)
    rows = layout.rows if "more" in layout.rows else _with_more(layout.rows)
    return tuple(band for row in rows for band in _bands(source, layout, row))


def _with_more(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    at = rows.index("measures")
    return (*rows[:at], "more", *rows[at:])


def _bands(source: Source, layout: Layout, row: Any) -> Iterator[Band]:
    if isinstance(row, list):
        yield _pairs(source, [_entry(one) for one in row])
    elif isinstance(row, dict):
        yield from _special(source, row)
    elif row == "more":
        yield from _more(source, layout)
    elif row == "measures":
        yield measure_band(source)
    elif row == "briefing":
        yield briefing_band(source)
    else:
        yield from signature_boxes(source, layout)


def _special(source: Source, row: dict[str, Any]) -> Iterator[Band]:
    if "gas" in row:
        yield from gas_bands(source, row["gas"])
    elif "grid" in row:
        yield _free(source, row["grid"])
    else:
        yield _box(source, row)


def _entry(one: Any) -> dict[str, Any]:
    given = {"of": [one]} if isinstance(one, str) else dict(one)
    of = given.get("of", [])
    given["of"] = [of] if isinstance(of, str) else list(of)
    return given


def _pairs(source: Source, entries: list[dict[str, Any]]) -> Grid:
    """Label, value, label, value: one to three pairs over the width."""
    columns = [_FIRST_MM, 0.0] + [_NEXT_MM if len(entries) > 2 else _FIRST_MM, 0.0] * (
        len(entries) - 1
    )
    cells = [cell for one in entries for cell in (label(_head(source, one)), _said(source, one))]
    return Grid(tuple(columns), (tuple(cells),))


def _head(source: Source, entry: dict[str, Any]) -> str:
    if "label" in entry:
        return str(entry["label"])
    if isinstance(entry.get("grade"), str):
        return str(entry["grade"])
    if "span" in entry:
        return str(entry["span"])
    field = source.fields.get(entry["of"][0])
    return field.label if field else ""


def _said(source: Source, entry: dict[str, Any]) -> Cell:
    if "signature" in entry:
        return signed_cell(source, entry["signature"], _texts(source, entry))
    if "span" in entry:
        return value(span_words(source))
    if "certificates" in entry and isinstance(entry["certificates"], str):
        return value(certificate_words(source, entry["certificates"]))
    return value(_texts(source, entry))


def _texts(source: Source, entry: dict[str, Any]) -> str:
    tick, papers = bool(entry.get("tick")), bool(entry.get("certificates"))
    words = [field_words(source, key, tick=tick, papers=papers) for key in entry["of"]]
    if entry.get("grade"):
        words.append(grade_words(source, tick=tick))
    return "　".join(one for one in words if one)


def _free(source: Source, given: dict[str, Any]) -> Grid:
    rows = tuple(
        tuple(
            label(one["text"], one.get("span", 1), one.get("rows", 1))
            if "text" in one
            else value(field_words(source, one["of"]), align="center")
            for one in row
        )
        for row in given["rows"]
    )
    return Grid(tuple(float(mm) for mm in given["columns"]), rows, numbers=True)


def _box(source: Source, row: dict[str, Any]) -> Box:
    """A heading over the whole width with a drawing and who drew it."""
    words = [
        f"{source.fields[key].label}：{text}" if len(_entry(row)["of"]) > 1 else text
        for key in _entry(row)["of"]
        if (text := field_words(source, key))
    ]
    return Box(
        row["box"], "；".join(words), drawings(source, row["pictures"]),
        _author(source, row), height=30,
    )  # fmt: skip


def _author(source: Source, row: dict[str, Any]) -> tuple[Signed, ...]:
    if "author" not in row:
        return ()
    name = field_words(source, row["author"])
    moment = source.values.get(row["at"]) if "at" in row else source.permit.applied_at
    at = source.time(moment) if name else ""
    return (Signed(name, at, word=row.get("word", "签字")),)


def _more(source: Source, layout: Layout) -> Iterator[Band]:
    """Printed fields no row names: a plant's own, or those that came with a newer form."""
    known = set(_named(layout.rows)) | set(layout.unnamed) | {"starts_at", "ends_at"}
    left = [one for one in source.form.fields if one.printed and one.key not in known]
    for field in left:
        if field.type is FieldType.SKETCH:
            yield Box(field.label, pictures=drawings(source, field.key), height=30)
    pairs = [_entry(one.key) for one in left if one.type is not FieldType.SKETCH]
    wide = [one for one in pairs if source.fields[one["of"][0]].wide]
    narrow = [one for one in pairs if one not in wide]
    yield from (_pairs(source, narrow[n : n + 2]) for n in range(0, len(narrow), 2))
    yield from (_pairs(source, [one]) for one in wide)


def _named(rows: Any) -> Iterator[str]:
    """Every key a layout mentions anywhere."""
    if isinstance(rows, str):
        yield rows
    elif isinstance(rows, dict):
        yield from _named(list(rows.values()))
    elif isinstance(rows, list | tuple):
        for one in rows:
            yield from _named(one)
