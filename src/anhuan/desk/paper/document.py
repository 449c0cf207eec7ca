"""What can stand on paper, as plain frozen data. Lengths in millimetres."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, JPEG or SVG on the disk (`path`) or as text (`svg`), with a line below."""

    path: Path | None = None
    svg: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a grid."""

    text: str = ""
    is_label: bool = False
    span: int = 1  # columns
    rows: int = 1
    align: str = "left"  # left, center, right
    bar: float | None = None  # 0 to 1: how much of the box is filled


def label(text: str, span: int = 1, rows: int = 1) -> Cell:
    """What a box is called."""
    return Cell(text, True, span, rows, "center")


def value(text: str, span: int = 1, rows: int = 1, align: str = "left") -> Cell:
    """What was written into it."""
    return Cell(text, False, span, rows, align)


def bar(share: float) -> Cell:
    """How much of the most it is, 0 to 1, drawn."""
    return Cell(bar=min(1.0, max(0.0, share)))


@dataclass(frozen=True, slots=True)
class Grid:
    """Ruled rows. `columns`: widths in mm, 0 = an equal share of the rest; `header`: how many rows
    are repeated on every page."""

    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: int = 0
    numbers: bool = False  # narrow rows of figures: smaller type


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: who, when, what was thought; `picture`: as it was written by hand."""

    name: str = ""
    at: str = ""
    opinion: str = ""
    role: str = ""  # where several sign one box
    word: str = "签字"
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A box over the whole width: a heading, text, drawings, signatures at the bottom right."""

    heading: str
    text: str = ""
    pictures: tuple[Picture, ...] = ()
    signed: tuple[Signed, ...] = ()
    height: float = 12  # at least


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures, two in a row."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text without rules."""

    text: str


Band = Grid | Box | Gallery | Prose


@dataclass(frozen=True, slots=True)
class Section:
    """Bands that belong together. Without a title: the form itself."""

    bands: tuple[Band, ...]
    title: str = ""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in a frame beside the number; a grave one is filled black (GB 30871-2022 B.1)."""

    text: str
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `watermark`: across every page; `code`: what the QR code says; `seal`: the
    digest of the content; `notes`: small print at the end of the first section."""

    title: str
    sections: tuple[Section, ...]
    number: str = ""
    company: str = ""
    marks: tuple[Mark, ...] = ()
    copy: str = ""
    watermark: str = ""
    code: str = ""
    code_note: str = ""
    seal: str = ""
    notes: tuple[str, ...] = ()
    is_landscape: bool = False
