"""What may be filed: how large, of which kind, and whether the content is what the name says."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import PurePath

from anhuan.kernel.errors import Blocker

LARGEST_BYTES = 50 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# suffix: (media type, how such files begin). Nothing a browser would run is among them.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (_ZIP,)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (_ZIP,)),
    ".pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        (_ZIP,),
    ),
    ".doc": ("application/msword", (_OLE,)),
    ".xls": ("application/vnd.ms-excel", (_OLE,)),
    ".dwg": ("image/vnd.dwg", (b"AC10",)),
    ".webm": ("audio/webm", (b"\x1a\x45\xdf\xa3",)),  # voice notes of phones
}


def media_type_of(name: str) -> str:
    """The media type by the name's ending; empty when that kind is not taken."""
    return KINDS.get(PurePath(name).suffix.lower(), ("", ()))[0]


def file_blockers(name: str, size: int, head: bytes) -> Iterator[Blocker]:
    """Why a file cannot be filed. `head`: its first bytes, at least eight."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        known = " ".join(sorted(known.lstrip(".") for known in KINDS))
        yield Blocker("file_kind", f"不能上传 {suffix or '没有扩展名的'} 文件，可以上传：{known}")
    elif not head.startswith(KINDS[suffix][1]):
        yield Blocker("file_content", f"文件内容不是 {suffix.lstrip('.')}，请确认后重新上传")
    if size == 0:
        yield Blocker("file_empty", "文件是空的")
    if size > LARGEST_BYTES:
        yield Blocker("file_too_large", f"文件 {size / 1048576:.0f} MB，超过 50 MB")


def date_blockers(issued_on: date | None, effective_on: date | None) -> Iterator[Blocker]:
    """Dates that contradict each other."""
    if issued_on and effective_on and effective_on < issued_on:
        yield Blocker("effective_before_issue", "实施日期早于发布日期")


def in_force(effective: Sequence[date], day: date) -> int | None:
    """Which of the editions, in their order, holds on the day: the last one that has begun."""
    begun = [at for at, since in enumerate(effective) if since <= day]
    return begun[-1] if begun else None


def edition_blockers(
    label: str, known: Collection[str], effective_on: date | None, last: date | None
) -> Iterator[Blocker]:
    """An edition has a name of its own and is not in force before the one it replaces."""
    if not label.strip():
        yield Blocker("edition_unnamed", "请填写版本")
    if label in known:
        yield Blocker("edition_known", f"已有版本“{label}”")
    if effective_on is None:
        yield Blocker("edition_undated", "请填写实施日期")
    elif last is not None and effective_on < last:
        yield Blocker("edition_backdated", f"实施日期不能早于上一版（{last}）")


def reading_blockers(*, has_file: bool, was_opened: bool, is_read: bool) -> Iterator[Blocker]:
    """Who has not opened it has not read it."""
    if is_read:
        yield Blocker("already_read", "您已确认阅读过这一版")
    elif has_file and not was_opened:
        yield Blocker("not_opened", "请先打开文件再确认已阅读")
