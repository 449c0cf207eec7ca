"""包保 duties on the phone of whoever holds the role."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from anhuan.domains.inspection.tests.make import make_walker
from anhuan.domains.org.tests.factories import make_company
from anhuan.domains.plant.tests.factories import make_hazard_source
from anhuan.domains.risk.actions import seed_duties
from anhuan.domains.risk.models import DutyRecord
from anhuan.domains.risk.queries import duties_due
from anhuan.kernel import clock
from anhuan.web.fieldwork.inspection.duties import my_duties
from anhuan.web.fieldwork.tests.make import Phone, codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    found = make_company()
    seed_duties(found)
    return found


@pytest.mark.clause("DUAL-050", "DUAL-051")
def test_what_i_owe_is_on_my_phone_and_nobody_else_records_it(company):
    holder, other = make_walker(company), make_walker(company)
    source = make_hazard_source(company)
    source.operational = holder.person
    source.save()
    today = timezone.localtime(clock.now()).date()
    due = min(
        (one for one in duties_due(company, today, today) if one.person), key=lambda o: o.last
    )
    on = lambda day: timezone.make_aware(datetime.combine(day, time(12)))  # noqa: E731
    for days, is_told in ((3, False), (2, True), (-14, True), (-15, False)):
        told = my_duties(holder, on(due.last - timedelta(days=days)))
        assert any(one.data["duty"] == due.duty.key and one.data["first"] == f"{due.first}"
                   for one in told) is is_told, days  # fmt: skip
    assert not list(my_duties(other, on(due.last)))
    said = {"hazard_source": str(source.pk), "duty": due.duty.key, "first": f"{due.first}"}
    refused = Phone(other).do("duty.perform", **said, note="已检查")
    assert codes(refused) == ["not_yours"]
    assert Phone(holder).do("duty.perform", **said, note="已检查")["state"] == "accepted"
    assert DutyRecord.objects.get(source=source).person_id == holder.person.pk
    assert codes(Phone(holder).do("duty.perform", **said, note="再次")) == ["duty_done"]
