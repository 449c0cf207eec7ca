"""Files of any size: what is known of an upload, and which names are safe to make.

A file's digest is the SM3 over the SM3s of its chunks: each chunk is checked as it comes, and what
a kill leaves need not be read again.
"""

import re
from dataclasses import dataclass, field

from anhuan.kernel.digest import sm3_hex

CHUNK = 16 << 20  # bytes; at most one is sent again after a kill
LARGEST = 1 << 42  # 4 TB
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*]')


@dataclass(slots=True)
class Upload:
    """`digests`: of the chunks that are on disk, in order, 64 hex digits each."""

    name: str
    size: int
    digests: list[str] = field(default_factory=list)
    is_done: bool = False

    @property
    def offset(self) -> int:
        """Bytes that are safe: chunks are whole but for the last."""
        return min(self.size, len(self.digests) * CHUNK)

    @property
    def root(self) -> str:
        """The digest of the whole file."""
        return sm3_hex(b"".join(bytes.fromhex(one) for one in self.digests))

    def expects(self, offset: int, length: int) -> bool:
        """Is this the next chunk, whole?"""
        return offset == self.offset and length == min(CHUNK, self.size - offset) > 0


def id_of(route: str, name: str, size: int, stamp: str) -> str:
    """The same upload asked for twice is the same; `stamp` changes when the file does."""
    return sm3_hex(f"{route}\n{name}\n{size}\n{stamp}".encode())[:32]


def fault_of(name: str, size: int) -> str:
    """Why a file of that name and size is not taken; empty when it is."""
    parts = name.split("/")
    if not name or len(name.encode()) > 1000 or name.startswith("/"):
        return "文件名为空、过长或为绝对路径"
    if any(part in ("", ".", "..") or part.startswith(".") for part in parts):
        return "文件名不能含 .. 或隐藏文件"
    if any(_FORBIDDEN.search(part) or len(part.encode()) > 250 for part in parts):
        return "文件名含有不允许的字符"
    return "" if 0 <= size <= LARGEST else "文件大小不在允许范围内"


def signed_text(route: str, upload: Upload) -> bytes:
    """The bytes the receipt of a file is signed over."""
    return f"anhuan-file\n{route}\n{upload.name}\n{upload.size}\n{upload.root}".encode()
