"""The web process as an ASGI application."""

import os

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")


class InOneThread(ASGIHandler):
    """Pages and middleware are plain functions: one thread carries a request through all of them.
    Django's own handler changes threads twice at each middleware, for half of a small page's time.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        """As for WSGI."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """All of it in the request's thread; asynchronous views go back to the loop."""
        return await sync_to_async(self.get_response)(request)


django.setup(set_prefix=False)
application = InOneThread()
