"""When the plant's yearly duties are due."""

from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from anhuan.domains.calibration.models import AlarmTest, WalkTest
from anhuan.domains.calibration.queries.rows import settings_of
from anhuan.domains.calibration.rules.due import Due, due_of
from anhuan.domains.org.models import Company

DUTIES = {
    "accuracy": ("定位校准与精度测试", "AQ 3064.3-2025 7.1.2"),
    "alarms": ("报警漏报、误报测试", "AQ 3064.3-2025 7.3.3"),
}


def dues_of(company: Company, today: date) -> dict[str, Due]:
    """By duty. A test that failed does not put the next one off."""
    tuned = settings_of(company)
    return {
        duty: due_of(_last(model, company), today, tuned.every_months, tuned.warn_days)
        for duty, model in (("accuracy", WalkTest), ("alarms", AlarmTest))
    }


def _last(model: type[WalkTest] | type[AlarmTest], company: Company) -> date | None:
    rows = model.objects.filter(company=company, state="finished", passed=True)
    found: datetime | None = rows.aggregate(last=Max("finished_at"))["last"]
    return timezone.localtime(found).date() if found else None
