"""A vector on its way into the database and back: AES-256-GCM, bound to the person."""

import os
from uuid import UUID

import numpy as np
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from anhuan.domains.faces.rules.deciding import Floats

_NONCE = 12


def sealed(person: UUID, vector: Floats) -> bytes:
    """What is stored."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher().encrypt(nonce, vector.astype(np.float32).tobytes(), person.bytes)


def opened(person: UUID, content: bytes) -> Floats:
    """The vector; `InvalidTag` when it was altered or is somebody else's."""
    plain = _cipher().decrypt(content[:_NONCE], content[_NONCE:], person.bytes)
    return np.frombuffer(plain, np.float32)


def _cipher() -> AESGCM:
    """The key comes from the plant's secret, which is not in the database or its back-ups."""
    key = HKDF(SHA256(), 32, None, b"anhuan faces").derive(settings.SECRET_KEY.encode())
    return AESGCM(key)
