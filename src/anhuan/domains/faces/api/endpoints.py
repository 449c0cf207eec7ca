"""For phones: whether the face may be shown, and a proof when it was."""

from typing import ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from anhuan.desk.api import ApiView
from anhuan.desk.endpoints import parsed
from anhuan.domains.faces.actions import prove_by_face
from anhuan.domains.faces.queries import is_offered
from anhuan.domains.org.models import Account


class PictureBody(s.Serializer):  # type: ignore[type-arg]
    """A picture of oneself, taken now."""

    picture = s.ImageField()


class ProofRow(s.Serializer):  # type: ignore[type-arg]
    """Sent with the signature within two minutes."""

    proof = s.CharField()


class FaceRate(UserRateThrottle):
    """Nobody tries pictures by the hundred."""

    scope = "face-proofs"
    rate = "10/min"


class FaceProofsApi(ApiView):
    """Show one's face instead of typing the password once more (AQP-036, PTW-052)."""

    rights: ClassVar[dict[str, str]] = {"GET": "permits.join", "POST": "permits.join"}
    parser_classes = (MultiPartParser,)
    throttle_classes = (FaceRate,)

    @extend_schema(responses=s.DictField())
    def get(self, request: Request) -> Response:
        """Whether it is offered; the password always is."""
        return Response({"is_offered": is_offered(cast(Account, request.user).person)})

    @extend_schema(request=PictureBody, responses=ProofRow)
    def post(self, request: Request) -> Response:
        """The proof, or 422 with the reason and the other way."""
        picture = parsed(PictureBody, request)["picture"]
        picture.seek(0)
        return Response({"proof": prove_by_face(cast(Account, request.user), picture.read())})
