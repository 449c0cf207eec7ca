"""Permits on paper: one, its hazard analysis, a pile; and what a scanned paper is worth."""

from io import BytesIO
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from rest_framework.throttling import SimpleRateThrottle

from anhuan.desk.files import respond_file
from anhuan.desk.lists import selected
from anhuan.desk.pages import asker, page, post_only
from anhuan.desk.paper import PDF, Paper, print_papers
from anhuan.domains.org.models import Account
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.pages.words import grade_label
from anhuan.domains.permits.paper import hazard_paper, permit_papers
from anhuan.domains.permits.rules.kinds import KINDS, Kind
from anhuan.domains.permits.rules.papers import Match
from anhuan.domains.permits.rules.states import ISSUED_STATES
from anhuan.kernel import clock

MOST_AT_ONCE = 100
_WORDS = {
    Match.CURRENT: ("与系统一致", "good", "纸面内容与系统记录一致，打印后没有新的签字。"),
    Match.OLDER: ("打印后有变化", "p3", "票是真的，但打印后又有签字或变化，请以系统为准。"),
    Match.ALTERED: (
        "记录被改动",
        "p1",
        "已签字的内容在系统中被改动，请停止作业并报告安全管理部门。",
    ),
    Match.UNKNOWN: ("不是有效的票", "p1", "系统中没有这张票，或纸面内容与系统不符，不得凭它作业。"),
}


@page("permits.view")
def pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One permit; `?copies=1`: in three copies."""
    permit = queries.permit_for(_account(request), pk)
    copies = request.GET.get("copies") == "1"
    actions.note_prints(_account(request), [permit], "作业票（各联）" if copies else "作业票")
    return _answer(request, _papers(request, permit, copies=copies), permit.number)


@page("permits.view")
def hazards_pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Its hazard analysis alone."""
    permit = queries.permit_for(_account(request), pk)
    actions.note_prints(_account(request), [permit], "作业安全分析表")
    return _answer(request, [hazard_paper(permit, clock.now())], f"{permit.number} 作业安全分析表")


@post_only("permits.view")
def pdfs(request: HttpRequest) -> HttpResponseBase:
    """Those chosen in the ledger, one file with an outline."""
    rows = selected(request, queries.visible_permits(_account(request)))
    if not 0 < len(rows) <= MOST_AT_ONCE:
        messages.error(request, f"请勾选要打印的作业票，一次最多 {MOST_AT_ONCE} 张")
        return redirect("permits:ledger")
    actions.note_prints(_account(request), rows, f"作业票（批量 {len(rows)} 张）")
    papers = [paper for permit in rows for paper in _papers(request, permit)]
    return _answer(request, papers, f"作业票 {len(rows)} 张")


class _Scans(SimpleRateThrottle):
    """Thirty papers a minute from one address: enough for a gate, too few to guess codes."""

    rate = "30/min"
    scope = "paper"

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        return f"paper-scan:{self.get_ident(request)}"  # type: ignore[arg-type]


@require_safe
def verify_paper(request: HttpRequest, code: str) -> HttpResponseBase:
    """Open to whoever holds the paper: number, state, validity; no names."""
    if not _Scans().allow_request(request, None):  # type: ignore[arg-type]
        return render(request, "429.html", status=429)
    shown = queries.check_paper(code)
    word, tone, told = _WORDS[shown.checked.match]
    permit = shown.permit
    return render(request, "permits/verify.html", {
        "title": "作业票核验", "word": word, "tone": tone, "told": told, "permit": permit,
        "later": shown.checked.later, "kind": KINDS[Kind(permit.kind)].label if permit else "",
        "grade": grade_label(permit) if permit else "", "is_valid": _is_valid(permit),
    }, status=200 if permit else 404)  # fmt: skip


def _is_valid(permit: Permit | None) -> bool:
    return bool(
        permit and permit.state in ISSUED_STATES and permit.valid_until
        and permit.valid_until > clock.now()
    )  # fmt: skip


def _papers(request: HttpRequest, permit: Permit, *, copies: bool = False) -> list[Paper]:
    base = f"{request.scheme}://{request.get_host()}"
    return permit_papers(permit, clock.now(), base, copies=copies)


def _answer(request: HttpRequest, papers: list[Paper], name: str) -> HttpResponseBase:
    content = BytesIO(print_papers(papers))
    return respond_file(request, content, f"{name}.pdf", PDF, inline=True)


def _account(request: HttpRequest) -> Account:
    return cast(Account, asker(request))
