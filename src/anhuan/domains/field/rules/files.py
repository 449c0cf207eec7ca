"""What a phone may hand in: photos and clips from its camera, signatures, voice notes."""

from collections.abc import Iterator
from typing import Any

from anhuan.domains.field.rules.operations import is_plain
from anhuan.kernel.errors import Blocker

PIECE_BYTES = 512 * 1024  # the app sends 192 KB; a proxy in between may be no wider
MOST_PIXELS = 40_000_000

# kind: (largest in bytes, media type → how such files begin, where it may come from)
KINDS: dict[str, tuple[int, dict[str, bytes], str]] = {
    "photo": (5 * 1024 * 1024, {"image/jpeg": b"\xff\xd8\xff"}, "camera"),
    "signature": (1024 * 1024, {"image/png": b"\x89PNG\r\n\x1a\n"}, "pad"),
    "voice": (2 * 1024 * 1024, {"audio/webm": b"\x1a\x45\xdf\xa3"}, "microphone"),
    "video": (8 * 1024 * 1024, {"video/webm": b"\x1a\x45\xdf\xa3"}, "camera"),
}


def announced_blockers(
    kind: str, media_type: str, size: int, meta: dict[str, Any]
) -> Iterator[Blocker]:
    """Why a file is not even begun. Pictures from an album are refused (PTW-156)."""
    if kind not in KINDS:
        yield Blocker("file_kind", f"不能上传 {kind[:20]}，可以上传照片、签名、录音、短视频")
        return
    most, types, source = KINDS[kind]
    if media_type not in types:
        yield Blocker("file_media_type", f"文件类型应为 {'、'.join(types)}")
    if size < 1:
        yield Blocker("file_empty", "文件是空的，请重新拍摄")
    if size > most:
        yield Blocker("file_too_large", f"文件 {size / 1048576:.1f} MB，超过 {most // 1048576} MB")
    if not is_plain(meta):
        yield Blocker("file_meta", "拍摄信息过大或无法保存，请重新拍摄")
    if meta.get("source") != source:
        yield Blocker("file_source", "只能现场拍摄、签名或录音，不能从相册或文件选择")


def content_blockers(media_type: str, head: bytes, sm3: str, found_sm3: str) -> Iterator[Blocker]:
    """What is wrong with what has come: another content, or not what it says it is."""
    if sm3 != found_sm3:
        yield Blocker("file_changed", "文件与手机上的校验值不一致，请重新拍摄")
    starts = {name: start for _, types, _ in KINDS.values() for name, start in types.items()}
    if not head.startswith(starts[media_type]):
        yield Blocker("file_content", f"文件内容不是 {media_type}，请重新拍摄")
