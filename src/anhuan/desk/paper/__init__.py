"""On paper: forms and tables as PDF, Chinese fonts embedded, nothing ever dropped silently.

    paper = Paper("动火安全作业票", number="DH-20261124-001", sections=(Section(bands=(grid,)),))
    content = print_papers([paper])

What a slice prints is a `Paper`: sections of bands (`Grid`, `Box`, `Gallery`, `Prose`), drawn by
one template. Pictures are paths; they are made small before they are set.
"""

from anhuan.desk.paper.document import (
    Band,
    Box,
    Cell,
    Gallery,
    Grid,
    Mark,
    Paper,
    Picture,
    Prose,
    Section,
    Signed,
    bar,
    label,
    value,
)
from anhuan.desk.paper.ledger import ledger
from anhuan.desk.paper.press import PDF, print_papers

__all__ = [
    "PDF",
    "Band",
    "Box",
    "Cell",
    "Gallery",
    "Grid",
    "Mark",
    "Paper",
    "Picture",
    "Prose",
    "Section",
    "Signed",
    "bar",
    "label",
    "ledger",
    "print_papers",
    "value",
]
