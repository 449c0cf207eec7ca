"""What is complete for a receiver before it is put to work."""

from collections import Counter

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import history_of
from anhuan.domains.reporting.models import ReportRow, Target
from anhuan.domains.reporting.queries.queue import tables_of
from anhuan.domains.reporting.queries.targets import options_for
from anhuan.domains.reporting.rules.readiness import Readiness
from anhuan.domains.reporting.rules.rendering import filled, is_asked_for
from anhuan.domains.reporting.rules.tables import Table
from anhuan.domains.reporting.rules.validation import faults_of

LOOKED_AT = 200  # newest rows of a table


def readiness_of(target: Target) -> list[Readiness]:
    """Every table it is to have, in the order they go; checked as they are before sending."""
    return [_of_table(target, table) for table in tables_of(target)]


def _of_table(target: Target, table: Table) -> Readiness:
    options = options_for(target)
    rows = ReportRow.objects.filter(company=target.company_id, table=table.id, is_deleted=False)
    newest = rows.order_by("-changed_at").values_list("row", flat=True)[:LOOKED_AT]
    whole = [filled(table, row, options) for row in newest]
    asked = [row for row in whole if is_asked_for(table, row)]
    found = [faults_of(table, row, options) for row in asked]
    count = rows.count() - (len(whole) - len(asked))
    return Readiness(
        table.id, table.name, count, len(found), sum(not one for one in found),
        Counter(text for one in found for text in {fault.text for fault in one}),
        is_register=table.is_periodic or table.before is not None,
    )  # fmt: skip


def last_port_test(target: Target) -> AuditRow | None:
    """When somebody last tried its port, and what came of it."""
    return history_of(target).filter(verb="report_port").first()
