"""Whether a permit is still what its signatures sealed."""

from collections.abc import Iterable, Iterator

from anhuan.domains.permits.models import Permit, Photo, Signature
from anhuan.domains.permits.queries.content import parts_of
from anhuan.domains.permits.queries.photos import is_intact
from anhuan.domains.permits.rules.signing import Fault, Signed, chain_faults


def verify(permit: Permit, signatures: Iterable[Signature] | None = None) -> list[Fault]:
    """Everything that was altered since it was signed: rows, their order, photos on the disk.
    `signatures`: in their order, if they were read already."""
    if signatures is None:
        signatures = permit.signatures.order_by("seq")
    rows = [signed_of(one) for one in signatures]
    return [*chain_faults(rows, parts_of(permit)), *_photo_faults(permit)]


def seal_of(permit: Permit) -> str:
    """The newest signature's digest: what one saw when one signs."""
    last = permit.signatures.order_by("-seq").values_list("sm3", flat=True).first()
    return last or ""


def signed_of(row: Signature) -> Signed:
    """A signature as the rules take it."""
    return Signed(
        permit=str(row.permit_id), seq=row.seq, deed=row.deed, part=row.part, state=row.state,
        at=row.at, account=str(row.account_id or ""), name=row.name, method=row.method,
        where=row.where, note=row.note, covers=row.covers, content_sm3=row.content_sm3,
        previous_sm3=row.previous_sm3, sm3=row.sm3,
    )  # fmt: skip


def _photo_faults(permit: Permit) -> Iterator[Fault]:
    for photo in Photo.objects.filter(permit=permit):
        if not is_intact(photo):
            yield Fault("photo_changed", 0, photo.file_name)
