"""Endpoints of certificates and their kinds."""

from typing import ClassVar
from uuid import UUID

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.endpoints import Deed, Many, One, drawn, parsed, shaped
from anhuan.domains.training import actions
from anhuan.domains.training.api import rows
from anhuan.domains.training.forms.certificates import (
    CERTIFICATE_FILTERS,
    CERTIFICATE_SEARCH,
    KIND_FILTERS,
)
from anhuan.domains.training.models import Certificate, CertificateKind
from anhuan.domains.training.queries import certificates as queries

VIEW, EDIT = queries.VIEW, queries.EDIT
LIST, ITEM = {"GET": VIEW, "POST": EDIT}, {"GET": VIEW, "PATCH": EDIT}


@shaped(rows.KindRow)
class KindsApi(Many):
    """Kinds of certificate."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.KindRow
    filters = KIND_FILTERS
    search = ("name", "code")
    visible = queries.visible_kinds
    find = queries.get_kind_for
    add = staticmethod(
        lambda by, company, **values: actions.save_kind(
            by, CertificateKind(company=company), values
        )
    )


@shaped(rows.KindRow)
class KindApi(One):
    """One kind."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.KindRow
    find = queries.get_kind_for
    change = staticmethod(lambda by, row, **values: actions.save_kind(by, row, values))


@shaped(rows.CertificateRow)
class CertificatesApi(Many):
    """Certificates of people (PTW-086, AQP-081)."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = rows.CertificateRow
    filters = CERTIFICATE_FILTERS
    search = CERTIFICATE_SEARCH
    visible = queries.visible_certificates
    find = queries.get_certificate_for
    add = staticmethod(
        lambda by, company, **values: actions.save_certificate(
            by, Certificate(company=company), values
        )
    )


@shaped(rows.CertificateRow)
class CertificateApi(One):
    """One certificate."""

    rights: ClassVar[dict[str, str]] = ITEM
    row = rows.CertificateRow
    find = queries.get_certificate_for
    change = staticmethod(lambda by, row, **values: actions.save_certificate(by, row, values))


@shaped(rows.CertificateRow, rows.ReasonBody)
class CertificateVoidApi(Deed):
    """It no longer counts."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.CertificateRow
    body = rows.ReasonBody
    find = queries.get_certificate_for
    do = actions.void_certificate


@shaped(rows.CertificateRow, rows.ScanBody)
class CertificateScanApi(Deed):
    """Its scan, by multipart."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = rows.CertificateRow
    find = queries.get_certificate_for
    parser_classes = (MultiPartParser,)

    def post(self, request: Request, pk: UUID) -> Response:
        """Keep it in place of the one before."""
        found = queries.get_certificate_for(request.user, pk, EDIT)  # type: ignore[arg-type]
        upload = parsed(rows.ScanBody, request)["file"]
        saved = actions.save_certificate(request.user, found, {}, upload)  # type: ignore[arg-type]
        return drawn(self.row, saved, request)
