"""ULIDs: message ids that sort by the time they were made and need no coordination."""

import os

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
MOST_AT_ONCE = 1 << 20  # the last four letters count
_TOP_BITS = 48 + 80


def ulid(at_ms: int, randomness: bytes | None = None) -> str:
    """26 characters of Crockford's base 32: 48 bits of milliseconds, 80 bits of randomness."""
    value = at_ms << 80 | int.from_bytes(randomness or os.urandom(10))
    return "".join(ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


def ulids(at_ms: int, count: int) -> list[str]:
    """That many, ascending, of one millisecond: the first is random, the others count on."""
    if count > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} ids at once")
    head = ulid(at_ms)[:-4]
    return [
        head + ALPHABET[n >> 15] + ALPHABET[n >> 10 & 31] + ALPHABET[n >> 5 & 31] + ALPHABET[n & 31]
        for n in range(count)
    ]


def made_ms(text: str) -> int:
    """The milliseconds a ULID was made at. Raises ValueError for what is none."""
    if len(text) != LENGTH:
        raise ValueError(f"not a ULID: {text!r}")
    value = 0
    for letter in text:
        value = value << 5 | ALPHABET.index(letter)
    if value >> _TOP_BITS:
        raise ValueError(f"not a ULID: {text!r}")
    return value >> 80
