"""What makes a message the same message: its id, and what it says.

The rows' order is not part of it: a sender that reads its table again may find it in another.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from anhuan.kernel.digest import canonical_json, sm3_hex

LONGEST = 64  # characters of an id as we keep it
Rows = Sequence[Mapping[str, Any]]


def digest_of(rows: Rows) -> str:
    """SM3 over the rows, each as canonical JSON on a line of its own, the lines sorted."""
    return sm3_hex(b"\n".join(sorted(canonical_json(one) for one in rows)))


def name_of(given: str, table: str, digest: str) -> str:
    """The message's own id; of a long one its digest; of none what it says."""
    if not given:
        return sm3_hex(f"{table}\n{digest}".encode())
    return given if len(given) <= LONGEST else sm3_hex(given.encode())


def is_same(known: tuple[str, str], said: tuple[str, str], rows: Rows) -> bool:
    """Whether (table, digest) of the message known by that id is what is said now. Receipts from
    before this rule hold the digest of the rows in the order they came in."""
    return known == said or known == (said[0], sm3_hex(canonical_json(list(rows))))


def reused(name: str, table: str) -> dict[str, Any]:
    """The answer to other content under a known id; nothing of it is kept."""
    text = (
        f"报文编号 {name} 已用于另一份数据（表 {table}），本次数据没有入库；"
        "请换一个新的报文编号重新发送"
    )
    return {"code": "409", "error": "id_reused", "msg": text, "id": name}
