"""From a batch in the database to a message in the receiver's words."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from anhuan.domains.documents.queries import path_of
from anhuan.domains.province.queries.enterprises import told_of
from anhuan.domains.reporting.actions.sending import rows_of
from anhuan.domains.reporting.models import Batch
from anhuan.domains.reporting.queries.targets import code_of, options_for, zone_of
from anhuan.domains.reporting.rules.options import Options, written
from anhuan.domains.reporting.rules.rendering import rendered
from anhuan.domains.reporting.rules.tables import Table
from anhuan.domains.reporting.seeds.loader import tables
from anhuan.exchange.forms import Message, Meta
from anhuan.exchange.forms.message import Attachment
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex


def message_of(batch: Batch) -> Message:
    """The same message at every attempt: only what is stored goes in."""
    target, table = batch.target, tables()[batch.table]
    options, zone = options_for(target), zone_of(target.company)
    contents = list(_contents(batch))
    made_at = written(batch.made_at.astimezone(zone), options.date_format)
    files: list[Attachment] = []
    return Message(
        id=str(batch.pk), table=table.id, name=options.names.get(table.id, table.wire or table.id),
        rows=[_row(table, content, options, files) for content, _ in contents],
        metas=[meta for _, meta in contents],
        company_code=batch.origin or target.company_code or code_of(target.company),
        park_code=target.park_code, made_at=made_at, attachments=files, epoch=_epoch(batch),
        number=batch.number, packed_ms=clock.to_ms(batch.made_at), plant=_plant(batch),
    )  # fmt: skip


def _epoch(batch: Batch) -> str:
    """Whose numbers they are: ours, or at this receiver one plant's we pass on for."""
    own = str(batch.target_id)
    return sm3_hex(f"{own} {batch.origin}".encode())[:40] if batch.origin else own


def _plant(batch: Batch) -> Mapping[str, Any]:
    return told_of(batch.target.company_id, batch.origin) if batch.origin else {}


def _contents(batch: Batch) -> Iterator[tuple[Mapping[str, Any], Meta]]:
    options, zone = options_for(batch.target), zone_of(batch.target.company)

    def word(moment: Any) -> Any:
        return written(moment.astimezone(zone), options.date_format)

    if batch.test_rows is not None:
        for row in batch.test_rows:
            key = str(row.get(tables()[batch.table].key[0]))
            yield row, Meta(key, word(batch.made_at), word(batch.made_at))
        return
    for one in rows_of(batch):
        gone = one.content.get(tables()[batch.table].deleted or "") == "1"
        yield one.content, Meta(one.row.key, word(one.row.made_at), word(one.made_at), gone)


def _row(
    table: Table, content: Mapping[str, Any], options: Options, files: list[Attachment]
) -> dict[str, Any]:
    wire = rendered(table, content, options)
    for column in table.columns:
        name = options.rename.get(f"{table.id}.{column.key}", column.key)
        if column.type == "file" and isinstance(wire.get(name), Mapping):
            wire[name] = _file(wire[name], options, files)
    return wire


def _file(held: Mapping[str, Any], options: Options, files: list[Attachment]) -> str:
    """The file as the receiver wants it: its content, where to fetch it, or its part's name."""
    sm3, name = str(held["sm3"]), str(held.get("name") or held["sm3"])
    if held.get("url"):
        return str(held["url"])  # passed on: where its owner keeps it
    if options.file_as == "url":
        return options.file_url.replace("{sm3}", sm3)
    content = path_of(sm3).read_bytes()
    if options.file_as == "base64":
        return b64encode(content).decode()
    files.append(Attachment(name, str(held.get("media_type", "")), content))
    return name
