"""What the authority has set, else the defaults."""

from anhuan.domains.org.models import Company
from anhuan.domains.province.models import ProvinceSettings
from anhuan.domains.province.rules.governance import Limits


def settings_of(company: Company) -> ProvinceSettings:
    """The row, or a blank one."""
    found = ProvinceSettings.objects.filter(company=company).first()
    return found or ProvinceSettings(company=company)


def limits_of(settings: ProvinceSettings) -> Limits:
    """For governance."""
    return Limits(alarm_open_min=settings.alarm_open_min, offline_min=settings.offline_min)
