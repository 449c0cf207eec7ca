"""Taking the archive out: one zip with every closed permit of a period, its seals and digests."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

import orjson
from django.db.models import QuerySet

from anhuan.domains.documents.queries import path_of
from anhuan.domains.org.models import Account, Company
from anhuan.domains.permits.models import DaySeal, GasMinute, Permit, Photo
from anhuan.domains.permits.queries.permits import visible_permits, zone_of
from anhuan.domains.permits.queries.picture import picture
from anhuan.domains.permits.rules.states import CLOSED
from anhuan.kernel.digest import sm3_hex


def archived(account: Account, company: Company, first: date, last: date) -> QuerySet[Permit]:
    """Closed permits the account may see whose last closing signature is of these plant days."""
    zone = zone_of(company)
    begin = datetime.combine(first, time.min, zone)
    end = datetime.combine(last, time.min, zone) + timedelta(days=1)
    rows = visible_permits(account).filter(
        state__in=CLOSED, signatures__state__in=CLOSED, signatures__at__gte=begin,
        signatures__at__lt=end,
    )  # fmt: skip
    return rows.distinct().order_by("number")


def write_archive(
    account: Account, company: Company, first: date, last: date, out: IO[bytes], now: datetime
) -> int:  # fmt: skip
    """`permits/{number}.json` (the picture with its signatures and the detectors' minutes),
    `photos/{sm3}`, `seals.json`, and `manifest.json` with the SM3 of each file; how many permits.
    """
    manifest: dict[str, str] = {}
    rows = archived(account, company, first, last)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for permit in rows.iterator(chunk_size=200):
            for name, content in _files_of(permit, account, now):
                if name not in manifest:
                    manifest[name] = sm3_hex(content)
                    file.writestr(name, content)
        _put(file, manifest, "seals.json", _seals(company, first, last))
        count = sum(name.startswith("permits/") for name in manifest)
        told = {"company": company.code, "first": first, "last": last, "permits": count,
                "made_at": now, "files": manifest}  # fmt: skip
        file.writestr("manifest.json", _json(told))
    return count


def _put(file: zipfile.ZipFile, manifest: dict[str, str], name: str, value: Any) -> None:
    content = _json(value)
    manifest[name] = sm3_hex(content)
    file.writestr(name, content)


def _files_of(permit: Permit, account: Account, now: datetime) -> Iterator[tuple[str, bytes]]:
    whole = picture(permit, account, now) | {"air": list(_minutes(permit))}
    yield f"permits/{permit.number}.json", _json(whole)
    for photo in Photo.objects.filter(permit=permit):
        path: Path = path_of(photo.file_sm3)
        if path.exists():
            yield f"photos/{photo.file_sm3}", path.read_bytes()


def _minutes(permit: Permit) -> Iterator[dict[str, Any]]:
    for watch in permit.watches.select_related("instrument"):
        until = watch.until_at or permit.closed_at or watch.from_at
        rows = GasMinute.objects.filter(
            instrument=watch.instrument_id,
            minute__range=(watch.from_at.replace(second=0, microsecond=0), until),
        )
        for row in rows.values("minute", "gas", "unit", "least", "most", "last"):
            yield {"detector": watch.instrument.number, **row}


def _seals(company: Company, first: date, last: date) -> list[dict[str, Any]]:
    rows = DaySeal.objects.filter(company=company, day__range=(first, last)).order_by("day")
    return [dict(one) for one in rows.values("day", "sm3", "at", "rows")]


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2)
