"""Questions of a proof, and their answers, as JSON."""

from dataclasses import dataclass
from typing import Any

import orjson

from anhuan.exchange.core.chunks import Digest, Key, Range


@dataclass(frozen=True, slots=True)
class Question:
    """Digests of these columns of a table, in these ranges."""

    route: str
    table: str
    columns: list[str]
    ranges: list[Range]


def encode(question: Question) -> bytes:
    """As JSON."""
    ranges = [[one.after, one.until] for one in question.ranges]
    return orjson.dumps([question.route, question.table, question.columns, ranges])


def decode(said: Any) -> Question:
    """From JSON. Raises ValueError."""
    try:
        route, table, columns, ranges = said
        spans = [Range(_key(after), _key(until)) for after, until in ranges]
        return Question(str(route), str(table), [str(one) for one in columns], spans)
    except (TypeError, ValueError) as error:
        raise ValueError(f"no question: {error}") from error


def _key(said: Any) -> Key | None:
    return None if said is None else tuple(str(one) for one in said)


def encode_digests(digests: list[Digest]) -> bytes:
    """Sums are beyond 64 bits: as texts."""
    return orjson.dumps([[one.rows, str(one.total)] for one in digests])


def decode_digests(data: bytes) -> list[Digest]:
    """The other way."""
    return [Digest(int(rows), int(total)) for rows, total in orjson.loads(data)]


def encode_rows(rows: dict[Key, int]) -> bytes:
    """Row digests by key."""
    return orjson.dumps([[key, digest] for key, digest in rows.items()])


def decode_rows(data: bytes) -> dict[Key, int]:
    """The other way."""
    return {tuple(key): int(digest) for key, digest in orjson.loads(data)}
