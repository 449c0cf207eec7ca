"""Approvals, acceptance, and the chain of signatures with the result of its check."""

from collections.abc import Iterable

from anhuan.desk.details import Panel, Table
from anhuan.desk.marks import Tag, short_time
from anhuan.domains.permits.models import Approval, Signature
from anhuan.domains.permits.queries.content import Contents
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.verifying import verify_read
from anhuan.domains.permits.rules.states import DEED_LABELS, WHO_LABELS, Deed, Who

_WAYS = {"session": "登录签字", "password": "密码签字", "face": "人脸核验", "system": "系统"}


def approvals(look: Look) -> Panel | None:
    """Each level in its order: decided, asked, or still to come."""
    return _panel("签批", look.approvals, "approvals")


def acceptance(look: Look) -> Panel | None:
    """The signatures under the acceptance."""
    return _panel("验收签字", look.acceptances, "acceptance")


def _panel(title: str, rows: Iterable[Approval], key: str) -> Panel | None:
    found = [_row(one) for one in rows]
    if not found:
        return None
    heads = ["环节", "结果", "签批人", "时间", "意见"]
    done = sum(bool(one.is_approved) for one in rows)
    return Panel(title, table=Table(heads, found), note=f"{done} / {len(found)}", key=key)


def _row(one: Approval) -> list[object]:
    place = "" if one.on_site else "（可不在现场）"
    if one.decided_at is None:
        due = f"时限 {short_time(one.due_at)}" if one.due_at else ""
        state = Tag("待签", "accent") if one.asked_at else "未到"
        return [f"{one.label}{place}", state, "", due, ""]
    verdict = Tag("同意", "good") if one.is_approved else Tag("退回", "p3")
    name = f"{one.decided_name}（受托于{one.on_behalf}）" if one.on_behalf else one.decided_name
    return [one.label, verdict, name, one.decided_at, one.opinion]


def chain(look: Look, contents: Contents, signatures: list[Signature]) -> Panel:
    """Who did what when and where; whether anything was altered since."""
    faults = verify_read(contents, signatures, look.photos)
    rows = [
        {"at": one.at, "deed": DEED_LABELS.get(_deed(one.deed), one.deed), "name": one.name,
         "part": WHO_LABELS[Who(one.part)], "note": one.note, "where": _where(one),
         "way": _WAYS.get(one.method, one.method), "sm3": one.sm3[:8]}
        for one in reversed(signatures)
    ]  # fmt: skip
    context = {"rows": rows, "faults": faults}
    return Panel("经过", template="permits/_chain.html", context=context, side=True, key="chain")


def _deed(text: str) -> Deed:
    return Deed(text)


def _where(one: Signature) -> str:
    where = one.where
    if not where:
        return ""
    if where.get("by") == "point":
        return f"扫码 {where.get('point', '')}"
    away = where.get("distance_m")
    return f"现场 {away:g} m" if away is not None else "有定位"
