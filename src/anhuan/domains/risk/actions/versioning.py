"""Every change of a line becomes a version and, where the province wants it, a row to send."""

from django.db import transaction

from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.risk.events import RowReady
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskObject, RiskUnit, Version
from anhuan.domains.risk.queries.report_rows import faults_of, report_row
from anhuan.domains.risk.queries.versions import Line, content_of, kind_of, parent_of
from anhuan.kernel import clock


def note(line: Line, *, is_told: bool = True) -> None:
    """Write down how a line reads now and, unless only its level changed, what is to be sent.

    A change of an object is a change of the rows of its units: code, department and person of
    table 1 are the object's.
    """
    _version(line)
    if not is_told:
        return
    if isinstance(line, RiskObject):
        for unit in line.units.filter(is_retired=False):
            unit.object = line
            tell(unit)
    else:
        tell(line)


def tell(line: RiskUnit | RiskEvent | RiskMeasure) -> None:
    """Put the row for table 1, 2 or 3 into the outbox, with why it cannot be sent, if so."""
    table, row = report_row(line)
    emit(company_of_line(line).code, RowReady(table, line.pk, row, faults_of(line)))


def company_of_line(line: Line) -> Company:
    """Whose line it is."""
    if isinstance(line, RiskObject | RiskMeasure):
        return line.company
    return line.object.company if isinstance(line, RiskUnit) else line.unit.object.company


def _version(line: Line) -> None:
    now, content = clock.now(), content_of(line)
    with transaction.atomic():
        last = Version.objects.select_for_update().filter(line=line.pk, until__isnull=True).first()
        if last is not None:
            if last.content == content and last.parent == parent_of(line) and not line.is_retired:
                return
            last.until = now
            last.save(update_fields=["until"])
        if not line.is_retired:
            Version.objects.create(
                company=company_of_line(line), kind=kind_of(line), line=line.pk,
                parent=parent_of(line), content=content, since=now,
            )  # fmt: skip


def branch_of(line: Line) -> RiskObject:
    """The object a line belongs to."""
    if isinstance(line, RiskObject):
        return line
    if isinstance(line, RiskUnit):
        return line.object
    return line.unit.object if isinstance(line, RiskEvent) else line.event.unit.object
