"""Who is near a place, for whoever commands."""

from typing import Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.org.models import Account
from anhuan.domains.province.queries.people import people_near
from anhuan.domains.province.rules.near import FARTHEST_M


class AskedPlace(s.Serializer[Any]):
    """A circle on earth, CGCS2000 degrees and metres."""

    longitude = s.FloatField(min_value=-180, max_value=180)
    latitude = s.FloatField(min_value=-90, max_value=90)
    radius_m = s.FloatField(min_value=1, max_value=FARTHEST_M)


class NearRow(s.Serializer[Any]):
    """A person of a plant."""

    enterprise = s.CharField()
    company_code = s.CharField()
    person = s.CharField()
    card = s.CharField()
    longitude = s.FloatField()
    latitude = s.FloatField()
    floor = s.CharField()
    at = s.DateTimeField(allow_null=True)
    distance_m = s.FloatField()


class PeopleApi(ApiView):
    """People within a circle, the nearest first."""

    rights: ClassVar[dict[str, str]] = {"GET": "province.view"}

    @extend_schema(parameters=[AskedPlace], responses=NearRow(many=True))
    def get(self, request: Request) -> Response:
        """`?longitude=&latitude=&radius_m=`; 422 names what is missing."""
        asked = AskedPlace(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        place = (given["longitude"], given["latitude"])
        found = people_near(cast(Account, request.user), place, given["radius_m"])
        rows = [
            {"enterprise": plant.name, "company_code": plant.code}
            | {name: getattr(one, name) for name in one.__slots__}
            for plant, one in found
        ]
        return Response(NearRow(rows, many=True).data)
