"""What may be filed: how large, of which kind, and whether the content is what the name says."""

from collections.abc import Iterator
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
