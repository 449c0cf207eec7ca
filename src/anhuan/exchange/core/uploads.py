"""Files of any size: what is known of an upload, and which names are safe to make.

A file's digest is the SM3 over the SM3s of its chunks, a chunk's the SM3 over those of its leaves:
each chunk is checked as it comes, what a kill leaves need not be read again, and sixteen leaves are
hashed at once.
"""

import re
from dataclasses import dataclass, field

from anhuan.kernel.digest import sm3, sm3_hex

CHUNK = 16 << 20  # bytes; at most one is sent again after a kill
LEAF = 64 << 10  # bytes
WIDE = 16 * LEAF  # bytes hashed at once
ALGORITHM = "sm3-leaves"  # of the header Upload-Checksum
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


def leaves_of(data: bytes | memoryview) -> bytes:
    """The SM3s of the leaves of a piece, 32 bytes each. It begins at a leaf's edge; only the last
    leaf of a chunk may be short."""
    return b"".join(_leaves(data[at : at + WIDE]) for at in range(0, len(data), WIDE))


def _leaves(data: bytes | memoryview) -> bytes:
    if len(data) == WIDE:
        from anhuan.kernel.sm3_lanes import sm3_lanes  # loads numba: only for large files

        return sm3_lanes(data)
    return b"".join(sm3(data[at : at + LEAF]) for at in range(0, len(data), LEAF))


def id_of(route: str, name: str, size: int, stamp: str) -> str:
    """The same upload asked for twice is the same; `stamp` changes when the file does."""
    return sm3_hex(f"{route}\n{name}\n{size}\n{stamp}\n{ALGORITHM}".encode())[:32]


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
