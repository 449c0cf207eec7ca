"""The fonts that come with the product, and which characters they have.

Noto Serif SC (宋体) sets what was written, Noto Sans SC (黑体) what boxes are called. Both are
under the SIL OFL 1.1 and come from PyPI (`pylopdf-fonts-zh-cn`); fonts of the machine are never
used, so that a paper looks the same wherever it is printed.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

PACKAGE = "pylopdf_fonts_zh_cn"
FILES = ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf")


def folder() -> Path:
    """Where the font files lie."""
    return Path(str(files(PACKAGE)))


@cache
def fonts() -> typst.Fonts:
    """Both fonts, read once per process."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder())]
    )


@cache
def characters() -> frozenset[int]:
    """Code points that both fonts can draw; about 30,800."""
    serif, sans = (_map(name) for name in FILES)
    return serif & sans


def _map(name: str) -> frozenset[int]:
    with TTFont(folder() / name, lazy=True) as font:
        return frozenset(font.getBestCmap())
