"""What else is in the area of a work: hazards not closed, cameras, fixed detectors."""

from django.db.models import QuerySet

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.hazards import visible_hazards
from anhuan.domains.hazards.rules.states import OPEN
from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Instrument, Permit
from anhuan.domains.permits.queries.watching import instruments_of

_SHOWN = (Instrument.Form.CAMERA, Instrument.Form.FIXED)


def hazards_in(permit: Permit, account: Account) -> QuerySet[Hazard]:
    """Open ones the asker may see, the newest first."""
    if permit.area_id is None or not account.may("hazards.view"):
        return Hazard.objects.none()
    return visible_hazards(account).filter(area=permit.area_id, state__in=OPEN).order_by("-id")


def devices_in(permit: Permit) -> QuerySet[Instrument]:
    """Cameras, then detectors that stand there."""
    if permit.area_id is None:
        return Instrument.objects.none()
    rows = instruments_of(permit.company).filter(area=permit.area_id, form__in=_SHOWN)
    return rows.filter(is_retired=False).order_by("form", "number")
