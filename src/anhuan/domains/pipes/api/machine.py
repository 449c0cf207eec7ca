"""What nodes ask: no account, a one-time token or the node's own key."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from anhuan.desk.endpoints import parsed
from anhuan.domains.pipes import actions, queries
from anhuan.domains.pipes.api import rows
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

LARGEST = 8 << 20  # bytes of a report


class EnrolApi(APIView):
    """A token for a key, once; throttled like every stranger's request."""

    authentication_classes: tuple[Any, ...] = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=rows.EnrolBody, responses=rows.EnrolRow)
    def post(self, request: Request) -> Response:
        """422 for a token that is not good, whatever the reason."""
        token = parsed(rows.EnrolBody, request)["token"]
        node, key = actions.enrol(token, clock.now())
        return Response({"node": str(node.pk), "key": key})


class ReportApi(APIView):
    """A report for orders, by the node's key. Not throttled: a node reports every second."""

    authentication_classes: tuple[Any, ...] = ()
    permission_classes = (AllowAny,)
    throttle_classes: tuple[Any, ...] = ()

    @extend_schema(request=dict, responses=dict)
    def post(self, request: Request) -> Response:
        """Kept; answered with what to run and to do."""
        node = queries.node_by_key(request.headers.get("X-Node-Key", ""))
        if node is None:
            raise AuthenticationFailed("节点密钥无效，请重新登记该节点")
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            raise refuse("too_large", "报告过大")
        if not isinstance(request.data, dict):
            raise refuse("no_report", "报告格式不对")
        return Response(actions.hear(node, dict(request.data), clock.now()).as_json())
