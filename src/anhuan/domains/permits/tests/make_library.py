"""A row of each library, for whoever asks for every address."""

from datetime import timedelta
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account
from anhuan.domains.permits.actions import seed_permits
from anhuan.domains.permits.models import (
    Delegation,
    FixedHotArea,
    FormReview,
    FormTemplate,
    GasEntry,
    HazardEntry,
    Instrument,
    LockGrant,
    Permit,
    PermitPlace,
    PermitPoint,
    Unpermitted,
)
from anhuan.domains.plant.tests.factories import box, make_area
from anhuan.kernel import clock


def library_rows(company: Company) -> dict[str, Any]:
    """What the plant was given, a point code, devices and places."""
    seed_permits(company)
    return {
        "permit_form": FormTemplate.objects.filter(company=company).first(),
        "permit_gas": GasEntry.objects.filter(company=company).first(),
        "permit_hazard": HazardEntry.objects.filter(company=company).first(),
        "permit_point": PermitPoint.objects.create(
            company=company, code="P-1", name="泵房", x_m=10.0, y_m=10.0
        ),
        "permit_delegation": delegation_row(company),
        "permit_review": review_row(company),
        **place_rows(company),
    }


def review_row(company: Company) -> FormReview:
    """A form that a change has put in question."""
    return FormReview.objects.create(
        company=company,
        kind="hot_work",
        number="MOC-1",
        change="换为氢气",
        asked_at=clock.now(),
        approved_on=clock.now().date(),
        asked_by=make_account(company, Role.SAFETY_MANAGER),
    )


def delegation_row(company: Company) -> Delegation:
    """Somebody signs for somebody else."""
    giver, taker = (make_account(company, Role.DEPARTMENT_HEAD) for _ in range(2))
    now = clock.now()
    return Delegation.objects.create(
        giver=giver, taker=taker, from_at=now, until_at=now + timedelta(days=1), reason="出差"
    )


def place_rows(company: Company) -> dict[str, Any]:
    """A detector, a fixed hot-work area, a place that needs a permit, work found without one."""
    fixed = FixedHotArea.objects.create(company=company, name="预制场", geometry=box(0, 0, 5))
    area = make_area(company, name="污水池")
    place = PermitPlace.objects.create(company=company, area=area, kind="confined_space")
    found = Unpermitted.objects.create(
        company=company, kind="hot_work", place="罐区", text="电焊", at=clock.now(),
        by=make_account(company, Role.GUARDIAN),
    )  # fmt: skip
    return {
        "permit_instrument": Instrument.objects.create(
            company=company, number="P-1", name="四合一", form="portable"
        ),
        "permit_fixed_area": fixed, "permit_place": place, "permit_found": found,
    }  # fmt: skip


def grant_row(permit: Permit) -> LockGrant:
    """A code of a lock for a permit."""
    lock = Instrument.objects.create(
        company=permit.company, number="L-1", name="人孔锁", form="lock"
    )
    now = clock.now()
    return LockGrant.objects.create(
        permit=permit, lock=lock, code_sm3="0" * 64, by=permit.reserved_by, by_name="监护",
        given_at=now, until_at=now,
    )  # fmt: skip
