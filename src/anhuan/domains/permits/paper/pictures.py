"""Drawings and photos: what a sketch field holds, and the pictures of the steps."""

from typing import Any

from anhuan.desk.paper import Gallery, Picture
from anhuan.domains.documents.queries import path_of
from anhuan.domains.permits.models import Photo
from anhuan.domains.permits.paper.sketch import sketch_svg
from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.queries.photos import is_file_intact
from anhuan.domains.permits.rules.shots import shot_label

_SHA_PLACES = 16
_DIGEST_LENGTH = 64


def drawings(source: Source, key: str) -> tuple[Picture, ...]:
    """What a sketch field holds: shapes drawn on the map, or files by id of photo or SM3."""
    held = source.values.get(key)
    if isinstance(held, dict):
        svg = sketch_svg(held)
        return (Picture(svg=svg),) if svg else ()
    found = (_file(source, str(one)) for one in held or ())
    return tuple(one for one in found if one is not None)


def _file(source: Source, one: str) -> Picture | None:
    photo = next((row for row in source.photos if one in (str(row.pk), row.file_sm3)), None)
    digest = photo.file_sm3 if photo else one
    if len(digest) != _DIGEST_LENGTH or not digest.isalnum():
        return None
    return _picture(digest, f"SM3 {digest[:_SHA_PLACES]}…")


def gallery(source: Source) -> Gallery:
    """Every picture of a step, each with when, by whom, where and its digest."""
    shown = [one for one in source.photos if one.step != "signature" and _is_seen(one)]
    return Gallery(tuple(_picture(one.file_sm3, _told(source, one)) for one in shown))


def _picture(digest: str, told: str) -> Picture:
    """As it was signed for; of a file that was changed or is gone only what is known of it."""
    if is_file_intact(digest):
        return Picture(path_of(digest), caption=told)
    return Picture(caption=f"{told}\n照片文件与签字时不一致，不作为证据显示")


def _is_seen(one: Photo) -> bool:
    """A picture; what was spoken is heard on the desk."""
    return one.media_type.startswith("image/")


def _told(source: Source, one: Photo) -> str:
    what = shot_label(one.step)
    measure = f" 第 {one.measure.no} 条措施" if one.measure else ""
    lines = [
        f"{what}{measure}　{one.by.display_name}　{source.time(one.taken_at)}",
        _where(one.where),
        f"SM3 {one.file_sm3}",
    ]
    return "\n".join(line for line in lines if line)


def _where(where: dict[str, Any]) -> str:
    """The place by position or scanned point; "" when neither was known."""
    if where.get("point"):
        return f"现场点码 {where['point']}"
    if where.get("x_m") is None:
        return ""
    distance = where.get("distance_m")
    away = f"，距作业点 {distance:.1f} m" if distance is not None else ""
    return f"定位 x {where['x_m']:.1f} m，y {where['y_m']:.1f} m{away}"
