"""Air: what must be tested and when (`duty`), and whether it is good (`judging`)."""

from anhuan.domains.permits.rules.gas.duty import (
    RECORD_EVERY,
    TEST_TO_START,
    expires_at,
    interruption_limit,
    is_continuous,
    is_in_time,
    missing,
    needs_daily_test,
    record_interval,
    retest_owed,
    targets,
    zones_needed,
)
from anhuan.domains.permits.rules.gas.judging import (
    flammable_limit_vol_pct,
    judge,
    oxygen_window,
    toxic_limit_mg_m3,
)
from anhuan.domains.permits.rules.gas.readings import (
    TARGET_LABELS,
    ZONE_LABELS,
    Finding,
    Reading,
    Target,
    Verdict,
    Zone,
)

__all__ = [
    "RECORD_EVERY",
    "TARGET_LABELS",
    "TEST_TO_START",
    "ZONE_LABELS",
    "Finding",
    "Reading",
    "Target",
    "Verdict",
    "Zone",
    "expires_at",
    "flammable_limit_vol_pct",
    "interruption_limit",
    "is_continuous",
    "is_in_time",
    "judge",
    "missing",
    "needs_daily_test",
    "oxygen_window",
    "record_interval",
    "retest_owed",
    "targets",
    "toxic_limit_mg_m3",
    "zones_needed",
]
