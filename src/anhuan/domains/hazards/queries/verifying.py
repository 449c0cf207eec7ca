"""Whether a hazard is still what its signatures say."""

from collections.abc import Iterator

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.documents.queries import path_of
from anhuan.domains.hazards.models import Hazard, Photo, Step
from anhuan.domains.hazards.queries.content import content_now
from anhuan.domains.hazards.rules.signing import Fault, Line, chain_faults
from anhuan.kernel.digest import sm3_stream


def verify_hazard(hazard: Hazard) -> list[Fault]:
    """Everything that was altered since: lines, their order, fields, pictures on the disk.

    About 30 ms for each line: every SM2 signature is checked.
    """
    lines = [line_of(one) for one in hazard.steps.order_by("seq")]
    found = chain_faults(lines, content_now(hazard), known_keys(hazard.company_id))
    return [*found, *_photo_faults(hazard)]


def line_of(row: Step) -> Line:
    """A line as the rules take it."""
    return Line(
        hazard=str(row.hazard_id), seq=row.seq, round=row.round, deed=str(row.deed),
        part=str(row.part), rank=row.rank, state=str(row.state), at=row.at,
        account=str(row.account_id or ""), name=row.name, method=row.method, note=row.note,
        content=row.content, previous_sm3=row.previous_sm3, sm3=row.sm3, sm2=row.sm2,
        public_key=row.public_key,
    )  # fmt: skip


def known_keys(company_id: object) -> set[str]:
    """The public keys the plant has signed with, from the audit chain that nobody can rewrite."""
    rows = AuditRow.objects.filter(
        target_type="org.company", target_id=str(company_id), verb="new_key"
    )
    return {str((row.after or {}).get("public_key")) for row in rows}


def _photo_faults(hazard: Hazard) -> Iterator[Fault]:
    for photo in Photo.objects.filter(hazard=hazard):
        path = path_of(photo.file_sm3)
        if not path.exists() or sm3_stream(iter([path.read_bytes()])) != photo.file_sm3:
            yield Fault("photo_changed", 0, photo.file_name)
