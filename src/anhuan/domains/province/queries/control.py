"""Units of risk analysis with their tasks and hazards, out of what plants reported."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from anhuan.domains.province.rules.control import STATES, Unit, state_of

_UNITS = """
WITH mine AS (
    SELECT enterprise_id, "table", key, content FROM province_receivedrow
    WHERE enterprise_id = ANY(%(plants)s)
        AND "table" IN ('DUAL_T1', 'DUAL_T2', 'DUAL_T3', 'DUAL_T4', 'DUAL_T6')
        AND content ->> 'DELETED' IS DISTINCT FROM '1'
), event AS (
    SELECT enterprise_id, key, content ->> 'RISK_UNIT_ID' AS unit FROM mine
    WHERE "table" = 'DUAL_T2'
), measure AS (
    SELECT m.enterprise_id, m.key, e.unit FROM mine m
    JOIN event e ON e.enterprise_id = m.enterprise_id AND e.key = m.content ->> 'RISK_EVENT_ID'
    WHERE m."table" = 'DUAL_T3'
), task AS (
    SELECT m.enterprise_id, m.unit, count(*) AS tasks, count(*) FILTER (
        WHERE t.content ->> 'CHECK_STATUS' = '2'
        OR (t.content ->> 'INVESTIGATION_DATE')::timestamptz
            + (t.content ->> 'CHECK_CYCLE')::float8 * CASE t.content ->> 'CHECK_CYCLE_UNIT'
                WHEN '小时' THEN interval '1 hour' WHEN '天' THEN interval '1 day'
                WHEN '月' THEN interval '1 month' ELSE interval '1 year' END < %(now)s
    ) AS late
    FROM mine t JOIN measure m
        ON m.enterprise_id = t.enterprise_id AND m.key = t.content ->> 'RISK_MEASURE_ID'
    WHERE t."table" = 'DUAL_T4' GROUP BY 1, 2
), hazard AS (
    SELECT m.enterprise_id, m.unit, count(*) AS hazards,
        count(*) FILTER (WHERE (h.content ->> 'DANGER_MANAGE_DEADLINE')::timestamptz < %(now)s)
            AS overdue,
        count(*) FILTER (WHERE h.content ->> 'DANGER_LEVEL' = '1') AS major
    FROM mine h JOIN measure m
        ON m.enterprise_id = h.enterprise_id AND m.key = h.content ->> 'RISK_MEASURE_ID'
    WHERE h."table" = 'DUAL_T6' AND h.content ->> 'DANGER_STATE' <> '9' GROUP BY 1, 2
)
SELECT u.enterprise_id, p.name, u.content ->> 'RISK_UNIT_NAME', u.content ->> 'HAZARD_DEP',
    u.content ->> 'HAZARD_LIABLE_PERSON',
    (SELECT count(*) FROM event e WHERE e.enterprise_id = u.enterprise_id AND e.unit = u.key),
    (SELECT count(*) FROM measure m WHERE m.enterprise_id = u.enterprise_id AND m.unit = u.key),
    coalesce(t.tasks, 0), coalesce(t.late, 0), coalesce(h.hazards, 0), coalesce(h.overdue, 0),
    coalesce(h.major, 0)
FROM mine u JOIN province_enterprise p ON p.id = u.enterprise_id
LEFT JOIN task t ON t.enterprise_id = u.enterprise_id AND t.unit = u.key
LEFT JOIN hazard h ON h.enterprise_id = u.enterprise_id AND h.unit = u.key
WHERE u."table" = 'DUAL_T1' ORDER BY p.name, 3
"""


def units_of(plants: Iterable[UUID], now: datetime) -> list[Unit]:
    """Of these plants, the gravest first."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"plants": list(plants), "now": now})
        found = [Unit(*row) for row in cursor.fetchall()]
    order = {state: place for place, state in enumerate(STATES)}
    return sorted(found, key=lambda one: order[state_of(one)])
