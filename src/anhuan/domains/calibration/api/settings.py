"""A plant's limits of accuracy and alarms, and how often to test, over REST."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.api.base import account_of, parsed
from anhuan.domains.calibration.models import CalibrationSettings
from anhuan.domains.calibration.queries.rows import settings_of
from anhuan.domains.org.queries import company_of


class CalibrationSettingsRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Limits in metres and percent, anchors' self-check, intervals; units in the names."""

    class Meta:
        model = CalibrationSettings
        exclude: ClassVar[tuple[str, ...]] = ("company",)


class SettingsApi(ApiView):
    """The plant's figures."""

    rights: ClassVar[dict[str, str]] = {"GET": "calibration.view", "PATCH": "devices.edit"}

    @extend_schema(responses=CalibrationSettingsRow)
    def get(self, request: Request) -> Response:
        """All of them; the usual ones where the plant has set none."""
        return Response(CalibrationSettingsRow(settings_of(company_of(account_of(request)))).data)

    @extend_schema(request=CalibrationSettingsRow, responses=CalibrationSettingsRow)
    def patch(self, request: Request) -> Response:
        """What is not stated stays. Behind a limit of the standard: 422, every reason."""
        account = account_of(request)
        changes: dict[str, Any] = parsed(CalibrationSettingsRow, request, partial=True)
        return Response(
            CalibrationSettingsRow(
                actions.change_settings(account, company_of(account), **changes)
            ).data
        )
