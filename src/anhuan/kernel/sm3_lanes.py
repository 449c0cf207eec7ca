"""SM3 (GB/T 32905) of sixteen messages of one length at once, each in its own lane of a vector.

OpenSSL hashes one after another at 0.3 GB/s; large files need more than that of a core. Import it
where it is used: numba loads slowly.

All of it works in one flat array of uint32: 68 rows of LANES for the words of a block and what they
are expanded to, then 8 for the state. Where all offsets are known, the compiler can use vectors.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from anhuan.kernel.jit import jit

Words = NDArray[np.uint32]
Word = np.uint32

LANES = 16
ROWS = 68 + 8
A, B, C, D, E, F, G, H = (row * LANES for row in range(68, ROWS))
IV = "7380166f 4914b2b9 172442d7 da8a0600 a96f30bc 163138aa e38dee4d b0fb0e4e"
BEGIN = np.array([int(word, 16) for word in IV.split()], np.uint32)


def _constants() -> Words:
    """T(j) turned left by j, for the 64 rounds."""
    bases = [0x79CC4519] * 16 + [0x7A879D8A] * 48
    turned = [base << j % 32 | base >> (32 - j % 32) for j, base in enumerate(bases)]
    return np.array([one & 0xFFFFFFFF for one in turned], np.uint32)


T = _constants()


def sm3_lanes(messages: bytes | memoryview) -> bytes:
    """The digests, 32 bytes each, of sixteen equal parts of `messages`.

    Raises ValueError unless each part is a whole number of 64-byte blocks below 512 MB.
    """
    length, rest = divmod(len(messages), LANES)
    if rest or length % 64 or length >= 1 << 29:
        raise ValueError(f"{len(messages)} bytes are no sixteen rows of whole blocks")
    words = np.frombuffer(messages, "<u4").reshape(LANES, length // 4)
    return _digest(words).reshape(8, LANES).T.astype(">u4").tobytes()


def warmup() -> None:
    """Compile it, or load what was compiled."""
    sm3_lanes(bytes(64 * LANES))


@jit
def _digest(words: Words) -> Words:
    """From (LANES, words of a message), read as little-endian, to the last state."""
    w = np.zeros(ROWS * LANES, np.uint32)
    for row in range(8):
        w[A + row * LANES : A + (row + 1) * LANES] = BEGIN[row]
    for at in range(0, words.shape[1], 16):
        for lane in range(LANES):
            for j in range(16):
                w[j * LANES + lane] = _swapped(words[lane, at + j])
        _compress(w)
    w[: 16 * LANES] = 0
    w[:LANES] = 0x80000000
    w[15 * LANES : 16 * LANES] = words.shape[1] * 32
    _compress(w)
    return w[A:]


@jit
def _compress(w: Words) -> None:
    """One block of each lane; its words are the first sixteen rows."""
    before = w[A:].copy()
    for at in range(16 * LANES, 68 * LANES):
        x = w[at - 16 * LANES] ^ w[at - 9 * LANES] ^ _left(w[at - 3 * LANES], 15)
        x = x ^ _left(x, 15) ^ _left(x, 23)
        w[at] = x ^ _left(w[at - 13 * LANES], 7) ^ w[at - 6 * LANES]
    _early(w)
    _late(w)
    w[A:] ^= before


@jit
def _early(w: Words) -> None:
    """Rounds 0 to 15; after four, every word stands at its own place again."""
    for j in range(0, 16, 4):
        for i in range(LANES):
            a, b, c, d = w[A + i], w[B + i], w[C + i], w[D + i]
            e, f, g, h = w[E + i], w[F + i], w[G + i], w[H + i]
            b, d, f, h = _round(
                a ^ b ^ c, e ^ f ^ g, a, b, d, e, f, h,
                w[j * LANES + i], w[(j + 4) * LANES + i], T[j],
            )  # fmt: skip
            a, c, e, g = _round(
                d ^ a ^ b, h ^ e ^ f, d, a, c, h, e, g,
                w[(j + 1) * LANES + i], w[(j + 5) * LANES + i], T[j + 1],
            )  # fmt: skip
            d, b, h, f = _round(
                c ^ d ^ a, g ^ h ^ e, c, d, b, g, h, f,
                w[(j + 2) * LANES + i], w[(j + 6) * LANES + i], T[j + 2],
            )  # fmt: skip
            c, a, g, e = _round(
                b ^ c ^ d, f ^ g ^ h, b, c, a, f, g, e,
                w[(j + 3) * LANES + i], w[(j + 7) * LANES + i], T[j + 3],
            )  # fmt: skip
            w[A + i], w[B + i], w[C + i], w[D + i] = a, b, c, d
            w[E + i], w[F + i], w[G + i], w[H + i] = e, f, g, h


@jit
def _late(w: Words) -> None:
    """Rounds 16 to 63."""
    for j in range(16, 64, 4):
        for i in range(LANES):
            a, b, c, d = w[A + i], w[B + i], w[C + i], w[D + i]
            e, f, g, h = w[E + i], w[F + i], w[G + i], w[H + i]
            b, d, f, h = _round(
                _most(a, b, c), _either(e, f, g), a, b, d, e, f, h,
                w[j * LANES + i], w[(j + 4) * LANES + i], T[j],
            )  # fmt: skip
            a, c, e, g = _round(
                _most(d, a, b), _either(h, e, f), d, a, c, h, e, g,
                w[(j + 1) * LANES + i], w[(j + 5) * LANES + i], T[j + 1],
            )  # fmt: skip
            d, b, h, f = _round(
                _most(c, d, a), _either(g, h, e), c, d, b, g, h, f,
                w[(j + 2) * LANES + i], w[(j + 6) * LANES + i], T[j + 2],
            )  # fmt: skip
            c, a, g, e = _round(
                _most(b, c, d), _either(f, g, h), b, c, a, f, g, e,
                w[(j + 3) * LANES + i], w[(j + 7) * LANES + i], T[j + 3],
            )  # fmt: skip
            w[A + i], w[B + i], w[C + i], w[D + i] = a, b, c, d
            w[E + i], w[F + i], w[G + i], w[H + i] = e, f, g, h


@jit
def _round(
    ff: Word, gg: Word, a: Word, b: Word, d: Word, e: Word, f: Word, h: Word,
    w: Word, ahead: Word, t: Word,
) -> tuple[Word, Word, Word, Word]:  # fmt: skip
    """What stands in the places of b, d, f and h afterwards; d and h are the next a and e."""
    turned = _left(a, 12)
    ss1 = _left(turned + e + t, 7)
    tt1 = Word(ff + d + (ss1 ^ turned) + (w ^ ahead))
    tt2 = Word(gg + h + ss1 + w)
    return _left(b, 9), tt1, _left(f, 19), Word(tt2 ^ _left(tt2, 9) ^ _left(tt2, 17))


@jit
def _most(x: Word, y: Word, z: Word) -> Word:
    return (x & y) | (z & (x | y))


@jit
def _either(x: Word, y: Word, z: Word) -> Word:
    return z ^ (x & (y ^ z))


@jit
def _left(x: Word, n: int) -> Word:
    x = Word(x)
    return Word(x << Word(n) | x >> Word(32 - n))


@jit
def _swapped(x: Word) -> Word:
    return (
        x >> Word(24) | x >> Word(8) & Word(0xFF00) | x << Word(8) & Word(0xFF0000) | x << Word(24)
    )
