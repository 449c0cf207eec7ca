"""What a plant sets for its permits: figures, forms in versions, libraries, points, posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import record, save_audited, save_checked
from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.actions.changes import settle_by_version
from anhuan.domains.permits.models import (
    Delegation,
    FormTemplate,
    GasEntry,
    HazardEntry,
    PermitPoint,
    PermitSettings,
    PostHolder,
)
from anhuan.domains.permits.queries.figures import with_figures
from anhuan.domains.permits.queries.forms import current_form
from anhuan.domains.permits.queries.permits import settings_of
from anhuan.domains.permits.rules.forms import parse_template, validate_template
from anhuan.domains.permits.rules.gases import gas_blockers
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.roles import POSTS, Signer
from anhuan.domains.permits.rules.settings import settings_blockers
from anhuan.domains.permits.rules.signing import digest_of
from anhuan.domains.permits.seeds import shipped_form
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any

LEAST_KEPT_DAYS = 366  # GB 30871-2022 B.3: permits stay at least a year


def save_settings(by: Account, company: Company, changes: dict[str, Any]) -> PermitSettings:
    """Change the plant's figures; none reaches behind a limit of the standard."""
    row = settings_of(company)
    found = list(settings_blockers(with_figures(changes.get("figures", row.figures))))
    if changes.get("kept_days", row.kept_days) < LEAST_KEPT_DAYS:
        text = f"作业票档案保存不少于 {LEAST_KEPT_DAYS} 天（1 年）"
        found.append(Blocker("kept_days", text, "GB 30871-2022 B.3"))
    return save_checked(by, row, changes, found)


def save_form(by: Account, kind: Kind, content: dict[str, Any]) -> FormTemplate:
    """The plant's own version of a form, from now on; running permits keep theirs (AQP-012)."""
    company = company_of(by)
    refuse_if_any(validate_template(content, shipped_form(kind)))
    form = parse_template(content)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        was = current_form(company, kind)
        if was is not None and was.content_sm3 == digest_of(content):
            raise refuse("form_unchanged", "模板没有变化")
        FormTemplate.objects.filter(company=company, kind=kind, is_current=True).update(
            is_current=False
        )
        made = FormTemplate.objects.create(
            company=company, kind=kind, version=was.version + 1 if was else 1, name=form.title,
            content=content, content_sm3=digest_of(content), source="plant",
        )  # fmt: skip
        record(by, "create", made, after={"kind": kind, "version": made.version})
        settle_by_version(by, company, kind, made.version)
    return made


def save_gas(by: Account, row: GasEntry, changes: dict[str, Any]) -> GasEntry:
    """Add or correct a gas (PTW-090)."""
    draft = GasEntry(company=row.company)
    for name in [one.name for one in GasEntry._meta.fields]:
        setattr(draft, name, changes.get(name, getattr(row, name)))
    return save_checked(by, row, changes, gas_blockers(draft.gas))


def save_hazard(by: Account, row: HazardEntry, changes: dict[str, Any]) -> HazardEntry:
    """Add or correct a line of the library (PTW-124)."""
    return save_checked(by, row, changes)


def save_point(by: Account, row: PermitPoint, changes: dict[str, Any]) -> PermitPoint:
    """Add or move a point code."""
    return save_checked(by, row, changes)


def set_post_holders(
    by: Account, company: Company, post: Signer, accounts: Iterable[Account],
    unit: Department | None = None,
) -> int:  # fmt: skip
    """Who signs for a post, in the whole plant or in one department; replaces who did."""
    if post not in POSTS:
        raise refuse("not_a_post", f"{post.label}不是签字岗位")
    chosen = list({one.pk: one for one in accounts}.values())
    refuse_if_any(
        Blocker("account_foreign", f"{one.display_name}不是本企业账号")
        for one in chosen if one.company_id != company.pk
    )  # fmt: skip
    with transaction.atomic():
        rows = PostHolder.objects.filter(company=company, post=post, unit=unit)
        before = [str(one) for one in rows.values_list("account", flat=True)]
        rows.delete()
        for one in chosen:
            PostHolder.objects.create(company=company, post=post, account=one, unit=unit)
        after = [str(one.pk) for one in chosen]
        record(by, "update", settings_of(company), before={post: before}, after={post: after})
    return len(chosen)


@dataclass(frozen=True, slots=True)
class Delegated:
    """Who signs for the giver, when and why."""

    taker: Account
    from_at: datetime
    until_at: datetime
    reason: str
    kinds: tuple[Kind, ...] = ()


def delegate(by: Account, asked: Delegated) -> Delegation:
    """Let somebody sign for oneself for a while; he must hold the right himself (R31)."""
    refuse_if_any(_delegation_blockers(by, asked))
    row = Delegation()
    return save_audited(
        by, row,
        {
            "giver": by, "taker": asked.taker, "from_at": asked.from_at,
            "until_at": asked.until_at, "reason": asked.reason.strip(),
            "kinds": [str(kind) for kind in asked.kinds],
        },
    )  # fmt: skip


def _delegation_blockers(by: Account, asked: Delegated) -> Iterable[Blocker]:
    clause = "AQ 3064.2-2025 5.5.3"
    if asked.taker.pk == by.pk:
        yield Blocker("delegates_self", "不能委托给自己", clause)
    if not by.may("permits.approve"):
        yield Blocker("giver_without_right", "委托人没有签批权限", clause)
    if asked.taker.company_id != by.company_id or not asked.taker.may("permits.approve"):
        yield Blocker("taker_without_right", "被委托人没有签批权限", clause)
    if not asked.reason.strip():
        yield Blocker("reason_missing", "请填写委托原因", clause)
    if asked.until_at <= asked.from_at:
        yield Blocker("ends_first", "委托结束时间须晚于开始时间", clause)


def end_delegation(by: Account, row: Delegation, now: datetime) -> Delegation:
    """Take it back before its time."""
    if by.pk != row.giver_id:
        raise refuse("not_yours", "只有委托人可以收回委托")
    return save_audited(by, row, {"ended_at": now})
