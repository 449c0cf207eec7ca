"""The streams as views."""

import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from anhuan.web.database import in_thread
from anhuan.web.live import topics
from anhuan.web.live.current import current_hub
from anhuan.web.live.hub import Hub
from anhuan.web.live.messages import KEEP_ALIVE, RETRY
from anhuan.web.live.readers import Reader, may_still_read, reader_of

Open = Callable[[Hub, Reader, str], AbstractAsyncContextManager[topics.Opened]]
AsyncView = Callable[[HttpRequest], Coroutine[Any, Any, HttpResponseBase]]
KEEP_ALIVE_S = 15.0
CHECK_EVERY_S = 30.0
_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
_SAID = {
    401: ("not_signed_in", "请先登录"),
    403: ("forbidden", "没有权限"),
    429: ("too_many_streams", "打开的实时页面过多，请关闭一些"),
    503: ("no_hub", "实时服务正在启动或停止，请稍后重试"),
}


def stream(right: str, open_: Open) -> AsyncView:
    """A view that streams one topic to whoever holds the right."""

    async def view(request: HttpRequest) -> HttpResponseBase:
        hub = current_hub()
        if hub is None:
            return _refusal(503)
        reader = await sync_to_async(reader_of)(request, right)
        if isinstance(reader, int):
            return _refusal(reader)
        if hub.subscribers.is_full(reader.account):
            return _refusal(429)
        last_id = request.headers.get("Last-Event-ID", "")
        return StreamingHttpResponse(
            messages(hub, reader, open_, last_id),
            content_type="text/event-stream; charset=utf-8",
            headers=_HEADERS,
        )

    view.right = right  # type: ignore[attr-defined]
    guarded: AsyncView = require_GET(view)
    return guarded


async def messages(hub: Hub, reader: Reader, open_: Open, last_id: str) -> AsyncIterator[bytes]:
    """All that one stream sends, until its reader goes, may no longer read, or is too slow."""
    yield RETRY
    check_at = time.monotonic() + CHECK_EVERY_S
    async with open_(hub, reader, last_id) as opened:
        for sent in opened.first:
            yield sent.body
        while not hub.is_closing:
            message = await opened.subscriber.next(KEEP_ALIVE_S)
            if opened.subscriber.is_dropped:
                return
            if message is None:
                yield KEEP_ALIVE
            elif opened.is_news(message):
                yield message.body
            if time.monotonic() >= check_at:
                check_at = time.monotonic() + CHECK_EVERY_S
                if not await in_thread(may_still_read, reader):
                    return


def _refusal(status: int) -> HttpResponse:
    code, text = _SAID[status]
    answer = JsonResponse({"code": code, "detail": text}, status=status)
    if status in (429, 503):
        answer["Retry-After"] = "2"
    return answer


positions = stream("positions.view", topics.positions)
alarms = stream("alarms.view", topics.alarms)
system = stream("notices.view", topics.system)
