"""Whether a permit is still what its signatures sealed."""

from collections.abc import Iterable

from anhuan.domains.permits.models import Permit, Photo, Signature
from anhuan.domains.permits.queries.content import Contents, contents_of, parts_of
from anhuan.domains.permits.queries.photos import is_intact
from anhuan.domains.permits.rules.signing import Fault, Signed, chain_faults


def verify(permit: Permit) -> list[Fault]:
    """Everything that was altered since it was signed: rows, their order, photos on the disk."""
    signatures, photos = permit.signatures.order_by("seq"), permit.photos.all()
    return verify_read(contents_of(permit.pk), signatures, photos)


def verify_read(
    contents: Contents, signatures: Iterable[Signature], photos: Iterable[Photo]
) -> list[Fault]:
    """The same, all being read already, the signatures in their order."""
    rows = [signed_of(one) for one in signatures]
    altered = (one for one in photos if not is_intact(one))
    faults = [Fault("photo_changed", 0, one.file_name) for one in altered]
    return [*chain_faults(rows, parts_of(contents)), *faults]


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
