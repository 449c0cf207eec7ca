"""Every endpoint of the slice."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.desk.endpoints import Deed, Many, One, drawn, parsed, shaped
from anhuan.domains.contractors import actions
from anhuan.domains.contractors.actions.bars import Barring
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.api import rows
from anhuan.domains.contractors.forms import firms as firm_forms
from anhuan.domains.contractors.forms import members as forms
from anhuan.domains.contractors.models import FirmPaper
from anhuan.domains.contractors.queries import library as queries
from anhuan.domains.contractors.queries.standing import firm_facts, person_facts
from anhuan.domains.contractors.rules.standing import Admission, firm_blockers, person_blockers
from anhuan.domains.org.models import Account
from anhuan.kernel import clock

VIEW, EDIT, APPROVE = queries.VIEW, queries.EDIT, queries.APPROVE


def _decision(given: dict[str, Any]) -> Decision:
    return Decision(Admission(given["admission"]), given["reason"], given.get("approved_until"))


@shaped(rows.ContractorRow, rows.EnlistBody)
class ContractorsApi(Many):
    """The library of firms (AQP-112)."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "POST": EDIT}
    serializer_class = rows.ContractorRow
    body = rows.EnlistBody
    filters = firm_forms.CONTRACTOR_FILTERS
    search = firm_forms.CONTRACTOR_SEARCH
    visible = queries.visible_contractors
    find = queries.get_contractor_for
    add = staticmethod(
        lambda by, company, firm=None, name="", **values: actions.enlist(
            by, company, firm, values, name
        )
    )


@shaped(rows.ContractorRow)
class ContractorApi(One):
    """One firm."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "PATCH": EDIT}
    row = rows.ContractorRow
    find = queries.get_contractor_for
    change = staticmethod(lambda by, row, **values: actions.change_contractor(by, row, values))


@shaped(rows.ContractorRow, rows.DecisionBody)
class FirmDecisionApi(Deed):
    """Approve or refuse a firm (CON-003)."""

    rights: ClassVar[dict[str, str]] = {"POST": APPROVE}
    row = rows.ContractorRow
    body = rows.DecisionBody
    find = queries.get_contractor_for
    do = staticmethod(lambda by, row, **given: actions.decide_firm(by, row, _decision(given)))


class PapersApi(ApiView):
    """A firm's qualification documents."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "POST": EDIT}

    @extend_schema(responses=rows.PaperRow(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Those in use."""
        by = cast(Account, request.user)
        found = queries.get_contractor_for(by, pk)
        papers = queries.visible_papers(by).filter(contractor=found)
        return Response(rows.PaperRow(papers, many=True).data)

    @extend_schema(request=rows.PaperRow, responses=rows.PaperRow)
    def post(self, request: Request, pk: UUID) -> Response:
        """One more."""
        by = cast(Account, request.user)
        found = queries.get_contractor_for(by, pk)
        given = {**parsed(rows.PaperRow, request), "contractor": found}
        saved = actions.save_paper(by, FirmPaper(contractor=found), given)
        return drawn(rows.PaperRow, saved, request, 201)


class FirmStandingApi(ApiView):
    """What stands against a firm today."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    @extend_schema(responses=rows.BlockerRow(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Empty: permits may name it."""
        found = queries.get_contractor_for(cast(Account, request.user), pk)
        facts = firm_facts(found.company, [found.firm_id])[found.firm_id]
        against = firm_blockers(facts, _today(), _today())
        return Response(rows.BlockerRow(list(against), many=True).data)


@shaped(rows.MemberRow)
class MembersApi(Many):
    """Contractors' people."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}
    serializer_class = rows.MemberRow
    filters = forms.MEMBER_FILTERS
    search = forms.MEMBER_SEARCH
    visible = queries.visible_members
    find = queries.get_member_for


@shaped(rows.MemberRow, rows.DecisionBody)
class MemberDecisionApi(Deed):
    """Admit or refuse somebody (CON-006)."""

    rights: ClassVar[dict[str, str]] = {"POST": APPROVE}
    row = rows.MemberRow
    body = rows.DecisionBody
    find = queries.get_member_for
    do = staticmethod(lambda by, row, **given: actions.decide_member(by, row, _decision(given)))


class MemberStandingApi(ApiView):
    """What stands against somebody today, the firm included."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW}

    @extend_schema(responses=rows.BlockerRow(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Empty: permits may name them, as far as contractors go."""
        found = queries.get_member_for(cast(Account, request.user), pk)
        facts = person_facts(found.company, [found])[found.pk]
        against = person_blockers(facts, _today(), _today())
        return Response(rows.BlockerRow(list(against), many=True).data)


@shaped(rows.BarRow)
class BarsApi(Many):
    """The blacklist (CON-007)."""

    rights: ClassVar[dict[str, str]] = {"GET": VIEW, "POST": APPROVE}
    serializer_class = rows.BarRow
    filters = forms.BAR_FILTERS
    search = forms.BAR_SEARCH
    visible = queries.visible_bars
    find = queries.get_bar_for
    add = staticmethod(lambda by, _company, **given: actions.bar(by, Barring(**given)))


@shaped(rows.BarRow, rows.ReasonBody)
class BarLiftApi(Deed):
    """Take somebody off the blacklist."""

    rights: ClassVar[dict[str, str]] = {"POST": APPROVE}
    row = rows.BarRow
    body = rows.ReasonBody
    find = queries.get_bar_for
    do = actions.lift_bar


def _today() -> Any:
    return timezone.localtime(clock.now()).date()
