"""Answering an import page: upload, dry run as preview, all-or-nothing apply."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.sheet_files import write_template
from anhuan.desk.sheets import (
    CellError,
    Sheet,
    SheetColumn,
    SheetRow,
    SheetSpec,
    pack,
    read_sheet,
    unpack,
)
from anhuan.kernel.errors import Refused

Apply = Callable[[dict[str, Any]], str]
WORDS = {"created": "新建", "updated": "更新", "unchanged": "不变"}


def respond_import(
    request: HttpRequest,
    spec: SheetSpec,
    apply: Apply,
    back: str,
    current: Callable[[], Iterable[dict[str, Any]]] | None = None,
    read: Callable[[SheetSpec, bytes], Sheet] = read_sheet,
) -> HttpResponseBase:
    """`apply(values)` calls the slice's action for one row: "created", "updated", "unchanged".

    The preview is the real thing rolled back, so it shows what would happen, refusals included.
    `current` yields what there is now, in the columns of the import; `read` takes other files too.
    """
    if request.method != "POST":
        kind = request.GET.get("template")
        if kind == "empty" or (kind == "current" and current):
            rows = current() if kind == "current" and current else ()
            return respond_file(request, write_template(spec, rows), f"{spec.title}.xlsx", XLSX)
        return _show(request, spec, back, can_download=bool(current))
    content = _content(request)
    sheet = read(spec, content)
    keep = request.POST.get("confirmed") == "1"
    errors = sheet.errors
    counts: Counter[str] = Counter()
    if not errors:
        counts, errors = _run(spec, sheet.rows, apply, keep=keep)
    if keep and not errors:
        messages.success(request, "导入完成：" + _sentence(counts))
        return HttpResponseRedirect(back)
    return _show(
        request, spec, back, bool(current), rows=sheet.rows, errors=errors,
        sentence=_sentence(counts), packed="" if errors else pack(content),
    )  # fmt: skip


def _content(request: HttpRequest) -> bytes:
    if upload := request.FILES.get("file"):
        return bytes(upload.read()) if isinstance(upload, UploadedFile) else b""
    return unpack(request.POST.get("packed", ""))


def _run(
    spec: SheetSpec, rows: list[SheetRow], apply: Apply, *, keep: bool
) -> tuple[Counter[str], list[CellError]]:
    counts: Counter[str] = Counter()
    errors: list[CellError] = []
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    counts[apply(row.values)] += 1
            except Refused as refused:
                errors += [CellError(row.number, "", b.text) for b in refused.blockers]
            except DatabaseError:
                errors.append(CellError(row.number, "", "与已有数据冲突，请核对这一行"))
        if errors or not keep:
            transaction.set_rollback(True)
    return counts, errors


def _sentence(counts: Counter[str]) -> str:
    return "，".join(f"{word} {counts[key]}" for key, word in WORDS.items() if counts[key])


def _show(
    request: HttpRequest, spec: SheetSpec, back: str, can_download: bool, **found: Any
) -> HttpResponse:
    rows: list[SheetRow] = found.get("rows", [])
    preview = [
        (row.number, [_shown(column, row.values.get(column.key)) for column in spec.columns])
        for row in rows[:20]
    ]
    context = {
        "spec": spec,
        "back": back,
        "can_download": can_download,
        "preview": preview,
        "row_count": len(rows),
        "errors": found.get("errors", [])[:200],
        "error_count": len(found.get("errors", [])),
        "sentence": found.get("sentence", ""),
        "packed": found.get("packed", ""),
    }
    status = 422 if context["errors"] else 200
    return render(request, "desk/import.html", context, status=status)


def _shown(column: SheetColumn, value: Any) -> str:
    """In the sheet's own words."""
    if value is None:
        return ""
    meant = (word for word, known in (column.choices or {}).items() if known == value)
    return next(meant, str(value))
