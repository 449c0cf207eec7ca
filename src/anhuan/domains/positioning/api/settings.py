"""What a plant may tune of its positioning, over REST."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.api.devices import parsed
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.models import PositioningSettings
from anhuan.domains.positioning.queries.devices import settings_of


class PositioningSettingsRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Limits, words of quality, crowding, tuning; units are in the names."""

    class Meta:
        model = PositioningSettings
        exclude: ClassVar[tuple[str, ...]] = ("company",)


class SettingsApi(ApiView):
    """The plant's figures."""

    rights: ClassVar[dict[str, str]] = {"GET": "devices.view", "PATCH": "devices.edit"}

    @extend_schema(responses=PositioningSettingsRow)
    def get(self, request: Request) -> Response:
        """All of them; the usual ones where the plant has set none."""
        return Response(PositioningSettingsRow(settings_of(company_of(account_of(request)))).data)

    @extend_schema(request=PositioningSettingsRow, responses=PositioningSettingsRow)
    def patch(self, request: Request) -> Response:
        """What is not stated stays. Behind a limit of the standard: 422; the engine follows."""
        account = account_of(request)
        changes: dict[str, Any] = parsed(PositioningSettingsRow, request, partial=True)
        return Response(
            PositioningSettingsRow(
                actions.change_settings(account, company_of(account), **changes)
            ).data
        )
