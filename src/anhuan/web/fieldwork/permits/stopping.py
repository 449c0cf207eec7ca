"""Stopping the work from a phone: never lost, never refused for coming late."""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.field.queries import Done
from anhuan.domains.org.models import Account
from anhuan.domains.permits import actions
from anhuan.domains.permits.rules.states import State
from anhuan.web.fieldwork.permits.payload import (
    PermitBody,
    answer,
    keep_files,
    permit_of,
    presence,
    read,
)

LATE_S = 60


class StopBody(PermitBody):
    """Why; the button itself says enough."""

    reason = s.CharField(max_length=300, required=False, allow_blank=True, default="")


def stop(account: Account, done: Done) -> dict[str, Any]:
    """Stop (GBW-023, AQP-041). Work that stands already keeps the call as a problem on record."""
    given = read(StopBody, done.payload) | {"round": None}
    permit = permit_of(account, given)
    why = (given["reason"].strip() or "现场按下停止作业") + _late(done)
    if permit.state == State.WORKING:
        permit = actions.suspend(account, permit, why, given=presence(given))
    else:
        permit = actions.remark(
            account, permit, f"停止作业：{why}", is_problem=True, given=presence(given),
            at=done.happened_at,
        )  # fmt: skip
    keep_files(account, permit, done, "suspend", given)
    return answer(permit)


def _late(done: Done) -> str:
    late_s = (done.received_at - done.happened_at).total_seconds()
    if late_s <= LATE_S:
        return ""
    return f"（手机断网，{late_s / 60:.0f} 分钟前按下，刚刚送达）"


def revoke(account: Account, done: Done) -> dict[str, Any]:
    """Take the permit away for a grave breach, with photo and person (GBW-034)."""
    given = read(StopBody, done.payload) | {"round": None}
    permit = permit_of(account, given)
    keep_files(account, permit, done, "revoke", given)
    return answer(actions.revoke(account, permit, given["reason"] + _late(done)))
