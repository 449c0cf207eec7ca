"""A picture of a gauge, read: needle by geometry, numbers by `anhuan[ocr]` where it is installed.

Nothing is kept and nothing leaves the box: the models lie in the package.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from PIL import Image, UnidentifiedImageError

from anhuan.domains.inspection.models import StandardItem
from anhuan.domains.inspection.rules.gauges.dial import Dial, Grey, Needle, find_dial, find_hub
from anhuan.domains.inspection.rules.gauges.scale import (
    LEAST_NUMBERS,
    Number,
    Scale,
    scales_of,
    usual_scale,
)
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.kernel.errors import refuse

SIDE_PX = 400  # the needle is looked for at this size
OCR_SIDE_PX = 1280
MOST_BYTES, MOST_PIXELS = 5 * 1024 * 1024, 40_000_000
STRETCHES = ((1.0, 1.0), (1.1, 1.0), (1.2, 1.0), (1.3, 1.0), (1.0, 1.1), (1.0, 1.2), (1.0, 1.3))
LEAST_DIAL = 0.8  # votes for each pixel of the rim: below, it is no circle
MOST = 3
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,4})?")
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Text:
    """A number found on the picture: where its middle is, how high it is, how sure."""

    value: float
    x_px: float
    y_px: float
    height_px: float
    sure: float


def read_gauge(
    account: Account, content: bytes, *, item: UUID | None = None, low: float | None = None,
    high: float | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Proposals, the surest first. low, high: the scale's ends, where no number can be read."""
    picture = opened(content)
    rows = StandardItem.objects.filter(standard__company=company_of(account))
    wanted = rows.filter(pk=item).first() if item else None
    known = None if low is None or high is None or high <= low else usual_scale(low, high)
    found = proposals(picture, known)
    if wanted is not None:
        found.sort(key=lambda one: not _is_likely(one["value"], wanted))
    return found[:MOST]


def _is_likely(value: float, item: StandardItem) -> bool:
    """Within three times what is normal: a dial with two units has one that fits the item."""
    if item.low is None or item.high is None or item.high <= item.low:
        return True
    room = 1.5 * (item.high - item.low)
    return item.low - room <= value <= item.high + room


def opened(content: bytes) -> Image.Image:
    """The picture, upright; refused in words where it is none."""
    try:
        found = Image.open(io.BytesIO(content))
        if len(content) > MOST_BYTES or found.width * found.height > MOST_PIXELS:
            raise refuse("picture_too_large", "照片过大，请在应用中重新拍摄")
        return found.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise refuse("no_picture", "不是照片，或照片已损坏，请重新拍摄") from None


def proposals(picture: Image.Image, known: Scale | None = None) -> list[dict[str, Any]]:
    """Of the needle by the dial's own numbers or a known scale, and of figures on a display."""
    texts = list(numbers_on(picture))
    found: list[dict[str, Any]] = []
    if (facing := _facing(picture)) is not None and (seen := find_hub(facing.grey, facing.dial)):
        dial, needle = seen
        found = list(_by_needle(needle, _round_the(dial, texts, facing.by), known))
    if not found and len(texts) < LEAST_NUMBERS:  # a dial's own numbers are no reading
        found = list(_by_figures(texts))
    return sorted(found, key=lambda one: -one["confidence"])


@dataclass(frozen=True, slots=True)
class Facing:
    """The picture stretched so that its dial is a circle; by: its size to the first one's."""

    grey: Grey
    dial: Dial
    by: tuple[float, float]


def _facing(picture: Image.Image) -> Facing | None:
    """A dial seen from the side is narrow: of several widths the one that is the best circle."""
    by = min(1.0, SIDE_PX / max(picture.size))
    found = []
    for wide, high in STRETCHES:
        size = (round(picture.width * by * wide), round(picture.height * by * high))
        grey = _darkest(picture.resize(size))
        if (dial := find_dial(grey)) is not None:
            found.append(Facing(grey, dial, (by * wide, by * high)))
    best = max(found, key=lambda one: one.dial.score, default=None)
    return best if best and best.dial.score >= LEAST_DIAL else None


def _by_needle(
    needle: Needle, numbers: list[Number], known: Scale | None
) -> Iterator[dict[str, Any]]:
    for scale in [*scales_of(numbers), *([known] if known else [])]:
        value = scale.value_at(needle.angle_deg)
        if value is not None:
            share = min(1.0, scale.numbers / 6) if scale.numbers else 0.5
            yield _proposal("needle", _sensible(value, scale), needle.sure * share)


def _sensible(value: float, scale: Scale) -> float:
    """No more digits than the eye could read: a two-hundredth of the scale."""
    step = (scale.high - scale.low) / 200
    return round(value, max(0, -int(np.floor(np.log10(step)))))


def _by_figures(texts: list[Text]) -> Iterator[dict[str, Any]]:
    """The highest figures are the reading."""
    for text in sorted(texts, key=lambda one: -one.height_px)[:MOST]:
        yield _proposal("digits", text.value, text.sure * text.height_px / texts_height(texts))


def texts_height(texts: list[Text]) -> float:
    """Of the highest."""
    return max(one.height_px for one in texts)


def _proposal(kind: str, value: float, confidence: float) -> dict[str, Any]:
    return {"kind": kind, "value": value, "confidence": round(float(confidence), 2)}


def _darkest(picture: Image.Image) -> Grey:
    """The darkest of the three colours, so that a red needle is as dark as a black one."""
    colours: Grey = np.asarray(picture, np.float32)
    darkest: Grey = colours.min(axis=2) / np.float32(255)
    return darkest


def _round_the(dial: Dial, texts: list[Text], by: tuple[float, float]) -> list[Number]:
    found = []
    for text in texts:
        x_px, y_px = text.x_px * by[0], text.y_px * by[1]
        share = np.hypot(x_px - dial.x_px, y_px - dial.y_px) / dial.radius_px
        if 0.3 <= share <= 1.05:
            found.append(Number(text.value, dial.angle_of(x_px, y_px)))
    return found


def has_ocr() -> bool:
    """Whether figures can be read here."""
    return find_spec("rapidocr") is not None


@lru_cache(maxsize=1)
def _reader() -> Any:
    """Loaded on first use, a second or two; its models are files of the package."""
    from rapidocr import RapidOCR

    quiet = {"Global.log_level": "error", "Global.use_cls": False}
    return RapidOCR(params=quiet)


def numbers_on(picture: Image.Image) -> Iterator[Text]:
    """Every number written on the picture; none where the extra is not installed."""
    if not has_ocr():
        return
    by = OCR_SIDE_PX / max(picture.size)
    large = picture.resize((round(picture.width * by), round(picture.height * by)))
    with _one_at_a_time:
        found = _reader()(np.asarray(large)[:, :, ::-1])
    for box, text, score in zip(
        found.boxes if found.boxes is not None else (), found.txts or (), found.scores or (),
        strict=True,
    ):  # fmt: skip
        if _NUMBER.fullmatch(text.strip()):
            corners = np.asarray(box) / by
            x_px, y_px = corners.mean(axis=0)
            high_px = float(np.hypot(*(corners[3] - corners[0])))
            yield Text(float(text), float(x_px), float(y_px), high_px, float(score))
