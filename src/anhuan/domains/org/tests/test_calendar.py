"""Duty roster and holidays."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest

from anhuan.desk.sheet_files import write_template
from anhuan.domains.org import queries
from anhuan.domains.org.forms.calendar import HOLIDAY_SHEET
from anhuan.domains.org.models import DutyShift, Holiday
from anhuan.domains.org.tests.factories import make_account, make_person, sign_in

pytestmark = pytest.mark.django_db
EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 08:00 in the plant


def shift_form(leader, start="2026-11-21T08:00", end="2026-11-21T20:00"):
    return {"team": "甲班", "leader": str(leader.pk), "starts_at": start, "ends_at": end}


def test_the_shift_on_duty_is_found_by_the_minute():
    account = make_account()
    leader = make_person(account.company)
    client = sign_in(account)
    assert client.post("/org/shifts/new/", shift_form(leader)).status_code == 302
    company = account.company
    assert queries.current_duty(company, EIGHT - timedelta(seconds=1)) is None
    assert queries.current_duty(company, EIGHT).leader == leader
    assert queries.current_duty(company, EIGHT + timedelta(hours=12)) is None


def test_shifts_do_not_overlap_and_end_after_they_begin():
    account = make_account()
    leader = make_person(account.company)
    client = sign_in(account)
    client.post("/org/shifts/new/", shift_form(leader))
    clash = client.post(
        "/org/shifts/new/", shift_form(leader, "2026-11-21T19:00", "2026-11-22T08:00")
    )
    assert "重叠" in clash.content.decode()
    wrong = client.post(
        "/org/shifts/new/", shift_form(leader, "2026-11-23T08:00", "2026-11-23T08:00")
    )
    assert "结束要晚于开始" in wrong.content.decode()
    following = shift_form(leader, "2026-11-21T20:00", "2026-11-22T08:00")
    assert client.post("/org/shifts/new/", following).status_code == 302


def test_a_shift_is_taken_off_the_roster():
    account = make_account()
    leader = make_person(account.company)
    client = sign_in(account)
    client.post("/org/shifts/new/", shift_form(leader))
    shift = DutyShift.objects.get(company=account.company)
    assert client.post(f"/org/shifts/{shift.pk}/delete/").status_code == 302
    assert not DutyShift.objects.filter(company=account.company).exists()


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 20), "workday"),  # Friday
        (date(2026, 11, 21), "weekend"),
        (date(2026, 10, 1), "holiday"),
        (date(2026, 10, 10), "workday"),  # a Saturday worked instead
    ],
)
def test_what_kind_of_day(day, kind):
    company = make_account().company
    Holiday.objects.create(company=company, on=date(2026, 10, 1), kind="holiday", name="国庆节")
    Holiday.objects.create(company=company, on=date(2026, 10, 10), kind="workday", name="调休")
    assert queries.day_kind(company, day) == kind


def test_a_year_of_days_comes_from_excel():
    account = make_account()
    client = sign_in(account)
    rows = [{"on": "2027-01-01", "kind": "holiday", "name": "元旦"}]
    with write_template(HOLIDAY_SHEET, rows) as file:
        book = BytesIO(file.read())
    book.name = "days.xlsx"
    page = client.post("/org/holidays/import/", {"file": book}).content.decode()
    assert "新建 1" in page and not Holiday.objects.exists()
    packed = page.split('name="packed" value="')[1].split('"')[0]
    client.post("/org/holidays/import/", {"packed": packed, "confirmed": "1"})
    assert Holiday.objects.get().name == "元旦"
