"""What every endpoint of the app does first: who asks, with which phone, and is it still ours."""

from typing import Any
from uuid import UUID

from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from anhuan.desk.api import ApiView
from anhuan.domains.field import actions, queries
from anhuan.domains.field.actions import Report
from anhuan.domains.field.models import Device
from anhuan.domains.org.models import Account


class DeviceBlocked(PermissionDenied):
    """The phone was reported lost."""

    default_code = "device_blocked"
    default_detail = "这台手机已被停用，请联系系统管理员"


class FieldRate(UserRateThrottle):
    """A phone asks every quarter of a minute; a full queue and its photos go in bursts."""

    scope = "field"
    rate = "900/min"


class FieldApi(ApiView):
    """Notes the phone named by `X-Field-Device`; refuses one that is blocked."""

    throttle_classes = (FieldRate,)
    device: Device | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the checks of rights."""
        super().initial(request, *args, **kwargs)
        report = report_of(request)
        if report is None:
            return
        if queries.is_blocked(self.account, report.id):
            raise DeviceBlocked
        self.device = actions.note_device(self.account, report)

    @property
    def account(self) -> Account:
        """Who asks."""
        assert isinstance(self.request.user, Account)
        return self.request.user


def report_of(request: Request) -> Report | None:
    """What the phone says of itself in its headers; nothing when it names no id."""
    try:
        pk = UUID(request.headers.get("X-Field-Device", ""))
    except ValueError:
        return None
    unsent, _, oldest = request.headers.get("X-Field-Unsent", "").partition(";")
    session = getattr(request._request, "session", None)
    return Report(
        pk, _plain(request.headers.get("X-Field-Label", "")),
        _plain(request.headers.get("X-Field-App", "")), _count(unsent), _count(oldest),
        getattr(session, "session_key", None) or "",
    )  # fmt: skip


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def _count(text: str) -> int:
    return min(int(text), 2_000_000_000) if text.isascii() and text.isdigit() and text else 0
