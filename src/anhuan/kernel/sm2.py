"""SM2 signatures (GB/T 32918.2, GB/T 35276): the plant's own key under what people sign.

The secret lies in a file of its own, readable by us only, never in the database: whoever can write
rows cannot sign them. Everybody who has the public key can check a signature without us.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ecdsa.ellipticcurve import INFINITY, CurveFp, PointJacobi
from ecdsa.errors import MalformedPointError
from gmalg import PC_MODE, SM2

from anhuan.kernel.digest import sm3, sm3_hex

DEFAULT_ID = b"1234567812345678"  # GB/T 35276: the signer's id where none was agreed on
_SIZE = 32  # bytes of a number on the curve
# The curve of GB/T 32918.5: y² = x³ + ax + b over the numbers below _P, its point G of order _N.
_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_X = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
_Y = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
_CURVE = CurveFp(_P, _A, _B, 1)
_G = PointJacobi(_CURVE, _X, _Y, 1, _N, generator=True)


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
    """Whether the signature is of this message and this key; about 1 ms. Nonsense is False.

    No secret is in it, so what gmalg does in 20 ms is left to a curve with tables (GB/T 32918.2 7).
    """
    try:
        raw = bytes.fromhex(signature)
        point, signer = _signer(public)
    except (ValueError, MalformedPointError):
        return False
    r, s = int.from_bytes(raw[:_SIZE]), int.from_bytes(raw[_SIZE:])
    t = (r + s) % _N
    if len(raw) != 2 * _SIZE or not (0 < r < _N and 0 < s < _N and t):
        return False
    found = _G.mul_add(s, point, t)
    if found == INFINITY:
        return False
    return bool((int.from_bytes(sm3(signer + message)) + found.x()) % _N == r)


@lru_cache(maxsize=64)
def _signer(public: str) -> tuple[PointJacobi, bytes]:
    """The key's point, with tables, and the digest of who signs (GB/T 32918.2 5.5)."""
    found = PointJacobi.from_bytes(_CURVE, bytes.fromhex(public), order=_N, generator=True)
    if not _CURVE.contains_point(found.x(), found.y()):
        raise ValueError("not on the curve")
    numbers = (_A, _B, _X, _Y, found.x(), found.y())
    said = (8 * len(DEFAULT_ID)).to_bytes(2) + DEFAULT_ID
    return found, sm3(said + b"".join(int(one).to_bytes(_SIZE) for one in numbers))


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
