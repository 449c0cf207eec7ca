"""Who signed: the briefing, the opinions one under the other, acceptance (annex A)."""

from collections.abc import Iterator

from anhuan.desk.paper import Box, Cell, Grid, Signed, label, value
from anhuan.domains.permits.paper.layouts import Layout
from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.forms.parts import Signature
from anhuan.domains.permits.rules.states import Deed

_DEEDS = {Stage.CHECK: Deed.VERIFY, Stage.ACCEPTANCE: Deed.ACCEPT}


def briefing_band(source: Source) -> Grid:
    """Who gave the briefing, and everybody who signed that they took it."""
    given = source.look.briefing
    giver = f"{given.given_name}　{source.time(given.given_at)}" if given else ""
    heard: list[str] = []
    for one in source.permit.briefings.filter(round=source.permit.round).order_by("given_at"):
        for mark in one.marks.select_related("person").order_by("signed_at"):
            heard.append(f"{mark.person.name}　{source.short(mark.signed_at)}")
    cells = (label("安全交底人"), value(giver), label("接受交底人"), value("\n".join(heard)))
    return Grid((33, 0, 33, 0), (cells,))


def signed_cell(source: Source, key: str, names: str) -> Cell:
    """A signature that stands in a row: name and minute; before it, who is to sign."""
    signed = _signed(source, key)
    if not signed.name:
        return value(names)
    return value("　".join(one for one in (signed.name, signed.opinion, signed.at) if one))


def signature_boxes(source: Source, layout: Layout) -> Iterator[Box]:
    """One box per opinion the grade owes, blank ones too, in the order they are signed."""
    in_rows = {str(one["signature"]) for row in layout.rows if isinstance(row, list)
               for one in row if isinstance(one, dict) and "signature" in one}  # fmt: skip
    done: set[str] = set()
    for one in source.form.signatures_for(source.look.level):
        if one.stage is Stage.BRIEFING or one.key in in_rows | done:
            continue
        shared = next((row for row in layout.joint if one.key in row["keys"]), None)
        if shared:
            done.update(shared["keys"])
            yield _joint(source, shared["label"], tuple(shared["keys"]))
        else:
            heading = layout.label(one.key) or one.label
            yield Box(heading, signed=(_signed(source, one.key, one.stage),))


def _joint(source: Source, heading: str, keys: tuple[str, ...]) -> Box:
    owed = [one for one in source.form.signatures_for(source.look.level) if one.key in keys]
    return Box(heading, signed=tuple(_in_box(source, one) for one in owed))


def _in_box(source: Source, one: Signature) -> Signed:
    signed = _signed(source, one.key, one.stage)
    role = one.label.removesuffix("会签").removesuffix("意见")
    return Signed(signed.name, signed.at, signed.opinion, role, picture=signed.picture)


def _signed(source: Source, key: str, stage: Stage = Stage.APPROVAL) -> Signed:
    row = source.approvals.get(key)
    if row is None and stage in _DEEDS:
        return _done(source, _DEEDS[stage])
    if row is None or row.decided_at is None:
        return Signed()
    opinion = row.opinion if row.is_approved else f"不同意：{row.opinion}"
    name = f"{row.decided_name}（受{row.on_behalf}委托）" if row.on_behalf else row.decided_name
    return Signed(
        name, source.time(row.decided_at), opinion, picture=source.hand(row.decided_by_id)
    )


def _done(source: Source, deed: Deed) -> Signed:
    """Where the deed itself is the signature: the shift leader's look before work, acceptance;
    of the issue that is in force."""
    since = source.permit.issued_at
    rows = [one for one in source.chain if one.deed == deed and since and one.at >= since]
    if not rows:
        return Signed()
    last = rows[-1]
    return Signed(last.name, source.time(last.at), last.note, picture=source.hand(last.account_id))
