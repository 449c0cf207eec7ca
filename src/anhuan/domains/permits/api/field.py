"""For phones: a proof of who signs, so that no password is ever kept with a deed."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from anhuan.desk.api import ApiView
from anhuan.domains.permits.api.asking import asking
from anhuan.domains.permits.queries.proofs import prove_password


class PasswordBody(s.Serializer):  # type: ignore[type-arg]
    """The account's own password."""

    password = s.CharField(max_length=128)


class ProofRate(UserRateThrottle):
    """Nobody mistypes a password ten times a minute."""

    scope = "permit-proofs"
    rate = "10/min"


class ProofsApi(ApiView):
    """Show once more who one is, before a signature (AQ 3064.2 5.5.2)."""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.join"}
    throttle_classes = (ProofRate,)

    @extend_schema(request=PasswordBody, responses=s.DictField())
    def post(self, request: Request) -> Response:
        """A proof that is good for two minutes."""
        body = PasswordBody(data=request.data)
        body.is_valid(raise_exception=True)
        given: dict[str, Any] = body.validated_data
        return Response({"proof": prove_password(asking(request), given["password"])})
