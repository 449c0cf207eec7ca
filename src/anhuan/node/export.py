"""`anhuan export tracks --from DAY --to DAY FILE`: stored tracks of a period as Parquet."""

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path

from anhuan.node.trouble import Trouble


def run(arguments: argparse.Namespace) -> int:
    """Write the file beside its name and move it there when it is whole."""
    import django

    django.setup()
    from anhuan.domains.audit.actions import SYSTEM
    from anhuan.domains.positioning.actions import note_export
    from anhuan.domains.positioning.queries.export import export_tracks

    start, end = _moment(arguments.start), _moment(arguments.end, is_end=True)
    if end <= start:
        raise Trouble("结束时间须晚于开始时间", "the end must be later than the start")
    company, target = _company(arguments.company), Path(arguments.file)
    draft = target.with_name(f".{target.name}.part")
    try:
        points = export_tracks(company, start, end, draft)
        draft.replace(target)
    except OSError as error:
        raise Trouble(f"无法写入 {target}：{error.strerror}", f"cannot write {target}") from error
    finally:
        draft.unlink(missing_ok=True)
    note_export(SYSTEM, company, start, end, points)
    told = {"file": str(target), "points": points, "bytes": target.stat().st_size}
    print(json.dumps(told, ensure_ascii=False))
    return 0


def _company(code: str | None):  # type: ignore[no-untyped-def]
    from anhuan.domains.org.models import Company

    plants = Company.objects.filter(kind=Company.Kind.PLANT)
    found = list(plants.filter(code=code) if code else plants)
    if len(found) != 1:
        known = "、".join(plants.values_list("code", flat=True))
        raise Trouble(f"请用 --company 指明企业：{known}", f"name one with --company: {known}")
    return found[0]


def _moment(text: str, *, is_end: bool = False) -> datetime:
    """A day or a moment in plant time; a day as an end includes that day."""
    from django.utils import timezone

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Trouble(f"看不懂时间 {text}，例如 2026-11-20", f"not a time: {text}") from None
    if is_end and len(text) == len("2026-11-20"):
        found += timedelta(days=1)
    return found if found.tzinfo else timezone.make_aware(found)
