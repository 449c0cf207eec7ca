"""A backup file: a plain tar whose first member tells what the others must be."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SM3, Hash

from anhuan.node.trouble import Trouble

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1024**2


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the backup and its fingerprints."""

    name: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    release: str
    members: tuple[Member, ...]

    def as_bytes(self) -> bytes:
        told = {"format": FORMAT, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


def fingerprint(name: str, stream: BinaryIO) -> Member:
    """Size, SHA-256 and SM3 of everything the stream gives."""
    sha256, sm3, size = hashlib.sha256(), Hash(SM3()), 0
    while chunk := stream.read(CHUNK):
        sha256.update(chunk)
        sm3.update(chunk)
        size += len(chunk)
    return Member(name, size, sha256.hexdigest(), sm3.finalize().hex())


def write_archive(file: Path, sources: dict[str, Path], made_at: str, release: str) -> Manifest:
    """Write the backup beside its place and move it there whole."""
    members = []
    for name, source in sources.items():
        with source.open("rb") as stream:
            members.append(fingerprint(name, stream))
    manifest = Manifest(made_at, release, tuple(members))
    draft = file.with_name(f".{file.name}.partial")
    try:
        with tarfile.open(draft, "w") as tar:
            _add_bytes(tar, MANIFEST, manifest.as_bytes())
            for name, source in sources.items():
                tar.add(source, arcname=name, recursive=False)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def check_archive(file: Path) -> Manifest:
    """Read the backup from end to end. Raises `Trouble` when a byte is not as it was written."""
    try:
        with tarfile.open(file, "r:") as tar:
            manifest = _read_manifest(tar)
            found = tuple(_fingerprints(tar))
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise Trouble(
            f"{file} 不是完整的备份文件", f"{file} is no whole backup ({error})"
        ) from error
    if found != manifest.members:
        raise Trouble(
            f"{file} 校验不符,未恢复任何内容", f"{file} is damaged: sums differ; nothing restored"
        )
    return manifest


def extract(file: Path, folder: Path) -> None:
    """Unpack every member but the manifest into the folder, and nothing outside of it."""
    with tarfile.open(file, "r:") as tar:
        for item in tar:
            stream = tar.extractfile(item)
            if stream is None or item.name == MANIFEST:
                continue
            target = folder / item.name
            if not target.resolve().is_relative_to(folder.resolve()):
                raise Trouble(f"{file} 含有越界路径", f"{file} holds a path that leads outside")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(stream, out, CHUNK)


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    stream = tar.extractfile(first) if first and first.name == MANIFEST else None
    if stream is None:
        raise ValueError("no manifest")
    told = json.loads(stream.read())
    if told.pop("format") != FORMAT:
        raise ValueError("made by a newer release")
    return Manifest(**told | {"members": tuple(Member(**member) for member in told["members"])})


def _fingerprints(tar: tarfile.TarFile) -> Iterator[Member]:
    while item := tar.next():
        stream = tar.extractfile(item)
        if stream is None:
            raise ValueError(f"{item.name} is no file")
        yield fingerprint(item.name, stream)  # type: ignore[arg-type]


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    item = tarfile.TarInfo(name)
    item.size = len(content)
    item.mode = 0o600
    tar.addfile(item, io.BytesIO(content))
