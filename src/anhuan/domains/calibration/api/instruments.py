"""Endpoints of timers and range finders."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.api.base import Many, Retire, account_of, parsed
from anhuan.domains.calibration.api.endpoints import EDIT, LIST, VIEW, shaped
from anhuan.domains.calibration.api.rows import InstrumentRow
from anhuan.domains.calibration.forms import walks as forms
from anhuan.domains.calibration.queries import rows as queries


@shaped(InstrumentRow, InstrumentRow)
class InstrumentsApi(Many):
    """Timers and range finders in use."""

    rights: ClassVar[dict[str, str]] = LIST
    serializer_class = body = InstrumentRow
    filters = forms.INSTRUMENT_FILTERS
    search = forms.INSTRUMENT_SEARCH
    visible = queries.visible_instruments
    find = queries.get_instrument_for
    add = actions.save_instrument


@shaped(InstrumentRow)
class InstrumentApi(ApiView):
    """One of them."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "PATCH": EDIT}

    def get(self, request: Request, pk: UUID) -> Response:
        """As it is now."""
        return Response(InstrumentRow(queries.get_instrument_for(account_of(request), pk)).data)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Calibrated again."""
        found = queries.get_instrument_for(account_of(request), pk)
        given = parsed(InstrumentRow, request, partial=True)
        actions.save_instrument(account_of(request), found.company, found, **given)
        return self.get(request, pk)


@shaped(InstrumentRow)
class InstrumentRetireApi(Retire):
    """No test is made with it any more; results stay."""

    rights: ClassVar[dict[str, str]] = {"POST": EDIT}
    row = InstrumentRow
    find = queries.get_instrument_for
    do = actions.retire_instrument
