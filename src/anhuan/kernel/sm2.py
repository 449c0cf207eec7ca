"""SM2 signatures (GB/T 32918.2, GB/T 35276): the plant's own key under what people sign.

The secret lies in a file of its own, readable by us only, never in the database: whoever can write
rows cannot sign them. Everybody who has the public key can check a signature without us.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gmalg import PC_MODE, SM2

from anhuan.kernel.digest import sm3_hex

DEFAULT_ID = b"1234567812345678"  # GB/T 35276: the signer's id where none was agreed on
_SIZE = 32  # bytes of a number on the curve


@dataclass(frozen=True, slots=True)
class PlantKey:
    """A key pair. `public`: the compressed point, 66 hex digits."""

    secret: bytes
    public: str

    def sign(self, message: bytes) -> str:
        """r and s, 32 bytes each, as 128 hex digits; about 14 ms."""
        signer = SM2(self.secret, DEFAULT_ID, bytes.fromhex(self.public))
        return "".join(part.rjust(_SIZE, b"\0").hex() for part in signer.sign(message))


def fingerprint(public: str) -> str:
    """What people compare: 16 hex digits of the SM3 over the public point."""
    return sm3_hex(bytes.fromhex(public))[:16]


def verify(message: bytes, signature: str, public: str) -> bool:
    """Whether the signature is of this message and this key; about 28 ms. Nonsense is False."""
    try:
        raw = bytes.fromhex(signature)
        if len(raw) != 2 * _SIZE:
            return False
        return bool(_checker(public).verify(message, raw[:_SIZE], raw[_SIZE:]))
    except (ValueError, IndexError, ArithmeticError, TypeError):
        return False


@lru_cache(maxsize=8)
def _checker(public: str) -> SM2:
    return SM2(None, DEFAULT_ID, bytes.fromhex(public))


def make_key() -> PlantKey:
    """A new pair from the system's randomness."""
    secret, public = SM2(pc_mode=PC_MODE.COMPRESS).generate_keypair()
    return PlantKey(secret.rjust(_SIZE, b"\0"), public.hex())


@lru_cache(maxsize=8)
def load_or_make(path: Path) -> PlantKey:
    """The key of that file; made when there is none. Of two that make one, the first wins."""
    if not path.exists():
        _store(path, make_key())
    secret, public = path.read_text(encoding="ascii").split()
    return PlantKey(bytes.fromhex(secret), public)


def _store(path: Path, key: PlantKey) -> None:
    """Whole or not at all: a half-written key would make every later signature worthless."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{key.secret.hex()} {key.public}\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
