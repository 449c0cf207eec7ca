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
ERRORS_SHOWN = 200
WORDS = {"created": "新建", "updated": "更新", "unchanged": "不变"}


def respond_import(
    request: HttpRequest,
    spec: SheetSpec,
    apply: Apply,
    back: str,
    current: Callable[[], Iterable[dict[str, Any]]] | None = None,
    read: Callable[[SheetSpec, bytes], Sheet] = read_sheet,
    finish: Callable[[], None] | None = None,
) -> HttpResponseBase:
    """`apply(values)` calls the slice's action for one row: "created", "updated", "unchanged".

    The preview is the real thing rolled back, so it shows what would happen, refusals included.
    Rows with bad cells are left out and the others still tried, so that every error of a sheet is
    named at once. `finish` runs after the last row, in the same transaction. `current` yields
    what there is now, in the columns of the import; `read` takes other files too.
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
    counts = _run(spec, sheet, apply, finish, keep=keep)
    if keep and not sheet.errors:
        messages.success(request, "导入完成：" + _sentence(counts))
        return HttpResponseRedirect(back)
    return _show(
        request, spec, back, bool(current), sheet=sheet,
        sentence=_sentence(counts), packed="" if sheet.errors else pack(content),
    )  # fmt: skip


def _content(request: HttpRequest) -> bytes:
    if upload := request.FILES.get("file"):
        return bytes(upload.read()) if isinstance(upload, UploadedFile) else b""
    return unpack(request.POST.get("packed", ""))


def _run(
    spec: SheetSpec, sheet: Sheet, apply: Apply, finish: Callable[[], None] | None, *, keep: bool
) -> Counter[str]:
    """Apply every sound row; what is refused joins the sheet's errors. All or nothing."""
    counts: Counter[str] = Counter()
    bad = {error.row for error in sheet.errors}
    with transaction.atomic():
        for row in sheet.rows:
            if row.number not in bad:
                _try(spec, row, apply, counts, sheet.errors)
        if finish and not sheet.errors:
            finish()
        if sheet.errors or not keep:
            transaction.set_rollback(True)
    sheet.errors.sort(key=lambda error: error.row)
    return counts


def _try(
    spec: SheetSpec, row: SheetRow, apply: Apply, counts: Counter[str], errors: list[CellError]
) -> None:
    try:
        with transaction.atomic():
            counts[apply(row.values)] += 1
    except Refused as refused:
        errors += [CellError(row.number, spec.blamed(b.code), b.text) for b in refused.blockers]
    except DatabaseError:
        errors.append(CellError(row.number, "", "与已有数据冲突，请核对这一行"))


def _sentence(counts: Counter[str]) -> str:
    return "，".join(f"{word} {counts[key]}" for key, word in WORDS.items() if counts[key])


def _show(
    request: HttpRequest, spec: SheetSpec, back: str, can_download: bool, **found: Any
) -> HttpResponse:
    sheet: Sheet = found.get("sheet") or Sheet()
    rows = sheet.rows
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
        "errors": [(sheet.cell(error), error) for error in sheet.errors[:ERRORS_SHOWN]],
        "error_count": len(sheet.errors),
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
