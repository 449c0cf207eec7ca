"""Measuring what the self-check judges. Reads only."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import chain_state, rows_of
from anhuan.domains.org.models import Account, ApiToken, Company, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.models import DeadLetterCount
from anhuan.node.backup import backed_up_at
from anhuan.node.data_folder import DataFolder
from anhuan.web.security.findings import IDLE_MAX, TOKEN_MAX_AGE, Facts

DAY, MONTH = timedelta(days=1), timedelta(days=30)
SET_WITH_THE_ACCOUNT = timedelta(minutes=1)
FOR_OTHERS = stat.S_IRGRP | stat.S_IROTH


def measure(company: Company, now: datetime) -> Facts:
    """The facts of this installation and of one company's accounts."""
    data = DataFolder(settings.DATA)
    active = Account.objects.filter(company=company, is_active=True)
    administrators = active.filter(pk__in=_holders(Q(role=Role.ADMINISTRATOR)))
    second_step = Authenticator.objects.values("user")
    recent = rows_of(company.pk, with_installation=True).filter(at__gt=now - DAY)
    looks = rows_of(company.pk).filter(verb="view_track", at__gt=now - MONTH)
    return Facts(
        now=now,
        lock_after=settings.AXES_FAILURE_LIMIT,
        lock_for_h=settings.AXES_COOLOFF_TIME,
        session_s=settings.SESSION_COOKIE_AGE,
        password_min=settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"],
        second_step_required=settings.MFA_REQUIRED,
        administrators=administrators.count(),
        administrators_without_second_step=administrators.exclude(pk__in=second_step).count(),
        administrators_with_other_roles=administrators.filter(
            pk__in=_holders(~Q(role=Role.ADMINISTRATOR))
        ).count(),
        accounts_of_people_gone=active.filter(person__is_retired=True).count(),
        accounts_idle=_idle(active, now).count(),
        passwords_never_changed=_first_passwords(active).count(),
        tokens_old=_old_tokens(company, now).count(),
        is_https=settings.SECURE_COOKIES,
        is_mqtt_tls=os.environ.get("ANHUAN_MQTT_TLS") == "1",
        is_database_local=settings.DATABASES["default"]["HOST"].startswith("/"),
        unsealed_since=_unsealed_since(),
        sealed_rows=chain_state()["rows"],
        audit_kept_days=None,  # nothing ever deletes an audit row
        backed_up_at=backed_up_at(data),
        secrets_open=tuple(_readable_by_others(data.secrets)),
        login_failures_day=recent.filter(verb="login_failed").count(),
        refused_day=_refused(now - DAY),
        looks_month=looks.count(),
        looks_without_purpose_month=looks.exclude(after__目的__gt="").count(),
    )


def _holders(role: Q) -> QuerySet[RoleGrant, object]:
    return RoleGrant.objects.filter(role).values("account")


def _idle(active: QuerySet[Account], now: datetime) -> QuerySet[Account]:
    seen = Coalesce("last_login", "date_joined")
    return active.annotate(seen=seen).filter(seen__lt=now - IDLE_MAX)


def _first_passwords(active: QuerySet[Account]) -> QuerySet[Account]:
    """Whose password is still the one somebody else gave, and who need not change it."""
    given = F("date_joined") + SET_WITH_THE_ACCOUNT
    return active.filter(password_changed_at__lte=given, must_change_password=False)


def _old_tokens(company: Company, now: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(
        account__company=company,
        revoked_at=None,
        expires_at=None,
        created_at__lt=now - TOKEN_MAX_AGE,
    )


def _unsealed_since() -> datetime | None:
    waiting = AuditRow.objects.filter(seq__isnull=True).order_by("id")
    return waiting.values_list("at", flat=True).first()


def _refused(since: datetime) -> int:
    counted = DeadLetterCount.objects.filter(hour__gt=since).aggregate(all=Sum("count"))
    return int(counted["all"] or 0)


def _readable_by_others(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.stat().st_mode & FOR_OTHERS:
            yield path.name
