"""Papers in, one PDF out: Typst in this process, in a folder of its own that is gone afterwards."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from importlib.resources import files
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from anhuan.desk.paper.document import Box, Gallery, Grid, Paper, Picture, Prose
from anhuan.desk.paper.fonts import fonts
from anhuan.desk.paper.glyphs import legible, notice
from anhuan.desk.paper.pictures import put, qr_svg

PDF = "application/pdf"
_TYPES = {Grid: "grid", Box: "box", Gallery: "gallery", Prose: "prose"}


def print_papers(papers: Sequence[Paper]) -> bytes:
    """One PDF, each paper with pages of its own, counted from one, and an entry in the outline."""
    with TemporaryDirectory(prefix="paper-") as name:
        folder = Path(name)
        names = count(1)
        data = [_plain(_told(paper), folder, names) for paper in papers]
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for sheet in ("paper.typ", "bands.typ"):
            (folder / sheet).write_bytes((files(__package__) / "sheets" / sheet).read_bytes())
        main = str(folder / "paper.typ")
        return typst.compile(main, root=str(folder), font_paths=fonts(), format="pdf")


def _told(paper: Paper) -> Paper:
    """With a note when the fonts lack something it says."""
    missing = legible(asdict(paper))[1]
    return replace(paper, notes=(*paper.notes, notice(missing))) if missing else paper


def _plain(paper: Paper, folder: Path, names: Iterator[int]) -> dict[str, Any]:
    data: dict[str, Any] = legible(_laid(paper, folder, names))[0]
    if paper.code:
        data["qr"] = f"{next(names)}.svg"
        (folder / data["qr"]).write_bytes(qr_svg(paper.code))
    return data


def _laid(one: Any, folder: Path, names: Iterator[int]) -> Any:
    """Dataclasses as mappings; pictures as names of files in the folder."""
    if isinstance(one, Picture):
        return {"file": put(one, folder, str(next(names))), "caption": one.caption}
    if isinstance(one, tuple):
        return [_laid(each, folder, names) for each in one]
    if not hasattr(one, "__dataclass_fields__"):
        return one
    laid = {key: _laid(getattr(one, key), folder, names) for key in one.__dataclass_fields__}
    return laid | {"type": _TYPES[type(one)]} if type(one) in _TYPES else laid
