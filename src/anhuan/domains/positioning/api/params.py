"""Reading query parameters; what cannot be read is refused with a sentence."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import orjson
from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework.request import Request

from anhuan.domains.org.models import Account
from anhuan.domains.positioning.actions import demand_purpose
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

LONGEST = timedelta(days=31)


def account_of(request: Request) -> Account:
    """Who asks; rights were checked before."""
    return cast(Account, request.user)


def moment(request: Request, name: str) -> datetime:
    """An ISO 8601 parameter as an aware moment; without an offset it is plant time."""
    text = request.query_params.get(name, "").strip().replace(" ", "+")
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year < 9000:
        said = f"不是时间：{text[:40]}" if text else "没有填"
        raise refuse(f"bad_{name}", f"参数 {name} {said}；请写成 2026-11-21T08:00:00+08:00")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def period(request: Request, longest: timedelta = LONGEST) -> tuple[datetime, datetime]:
    """`from` and `to`: in order, not longer than allowed."""
    start, end = moment(request, "from"), moment(request, "to")
    if end <= start:
        raise refuse("bad_period", "参数 to 必须晚于 from")
    if end - start > longest:
        raise refuse("period_too_long", f"一次最多查询 {longest.days} 天，请分段查询")
    return start, end


def past_moment(request: Request, name: str) -> datetime:
    """A moment that is not ahead of now (a minute is forgiven)."""
    found = moment(request, name)
    if found > clock.now() + timedelta(minutes=1):
        raise refuse(f"bad_{name}", f"参数 {name} 在将来，还没有数据")
    return found


def key(request: Request, name: str) -> UUID:
    """A UUID parameter."""
    text = request.query_params.get(name, "").strip()
    try:
        return UUID(text)
    except ValueError:
        said = f"不是编号：{text[:40]}" if text else "没有填"
        raise refuse(f"bad_{name}", f"参数 {name} {said}") from None


def whole(request: Request, name: str, least: int, most: int, default: int) -> int:
    """A whole number within limits."""
    text = request.query_params.get(name, "").strip() or str(default)
    if not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
        raise refuse(f"bad_{name}", f"参数 {name} 应为 {least} 到 {most} 的整数")
    return int(text)


def number(request: Request, name: str, least: float, most: float) -> float:
    """A number within limits."""
    text = request.query_params.get(name, "").strip()
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not least <= found <= most:  # also nan
        raise refuse(f"bad_{name}", f"参数 {name} 应为 {least:g} 到 {most:g} 的数")
    return found


def optional_floor(request: Request) -> int | None:
    """`floor`, or every floor when it is left out."""
    text = request.query_params.get("floor", "").strip()
    if not text:
        return None
    if not text.lstrip("-").isdecimal() or len(text) > 3:
        raise refuse("bad_floor", "参数 floor 应为楼层号，例如 2 或 -1")
    return int(text)


def optional_key(request: Request, name: str) -> UUID | None:
    """A UUID parameter that may be left out."""
    return key(request, name) if request.query_params.get(name, "").strip() else None


def purpose(request: Request) -> str:
    """What the look is for; refused where the asker's role must say so and does not."""
    return demand_purpose(account_of(request), request.query_params.get("purpose", ""))


def fast(body: object) -> HttpResponse:
    """JSON of many numbers, numpy arrays included; never cached."""
    content = orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_UTC_Z)
    answer = HttpResponse(content, content_type="application/json")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
