"""Pages and REST of certificates and training, as those who use them meet them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person, sign_in
from anhuan.domains.permits.tests.make import TEN, at
from anhuan.domains.training.models import Certificate, CertificateKind, Result, TrainingSettings
from anhuan.domains.training.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    cache.clear()
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
    settings.FILES_URL = f"file://{tmp_path}"
    with at(TEN):
        yield


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def client(company):
    return sign_in(make_account(company, Role.SAFETY_MANAGER))


def url(name, row=None):
    return reverse(f"training:{name}", args=[row.pk] if row else [])


def sheet(heads, *rows):
    content = BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    for n, row in enumerate((heads, *rows)):
        page.write_row(n, 0, row)
    book.close()
    return SimpleUploadedFile("表.xlsx", content.getvalue())


def test_a_certificate_is_put_on_file_with_its_scan_and_opened_again(client, company):
    person, kind = make_person(company, name="刘洋"), make.make_kind(company)
    scan = SimpleUploadedFile("证.pdf", b"%PDF-1.7 scan", "application/pdf")
    sent = {"person": person.pk, "kind": kind.pk, "number": "T370", "issued_on": "2025-03-01",
            "valid_until": "2031-02-28", "upload": scan}  # fmt: skip
    assert client.post(url("certificate_create"), sent).status_code == 302
    found = Certificate.objects.get()
    page = client.get(url("certificate", found)).content.decode()
    assert "2028年2月29日" in page and "熔化焊接与热切割作业证" in page
    answer = client.get(url("certificate_scan", found))
    assert b"".join(answer).startswith(b"%PDF") and "inline" in answer["Content-Disposition"]
    assert AuditRow.objects.filter(verb="download", target_id=str(found.pk)).exists()
    card = client.get(reverse("org:person", args=[person.pk])).content.decode()
    assert "T370" in card and "没有培训记录" in card


def test_a_wrong_form_says_every_reason_and_writes_nothing(client, company):
    person, kind = make_person(company), make.make_kind(company)
    sent = {"person": person.pk, "kind": kind.pk, "number": "T1", "issued_on": "2026-12-01",
            "valid_until": "2026-01-01"}  # fmt: skip
    answer = client.post(url("certificate_create"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "发证日期在今天之后" in page and "有效期早于发证日期" in page
    assert not Certificate.objects.exists()


def test_the_register_shows_what_ends_and_costs_the_same_for_many(client, company):
    make.make_certificate(make_person(company, name="将到期"),
                          valid_until=make.TODAY + timedelta(days=20))  # fmt: skip
    make.make_certificate(make_person(company, name="还早"))
    page = client.get(url("certificates") + "?standing=ending").content.decode()
    assert "将到期" in page and "还早" not in page
    assert_flat(client, url("certificates"), lambda: make.make_certificate(make_person(company)))


def test_certificates_from_excel_say_what_is_wrong_in_which_cell(client, company):
    make_person(company, number="H1")
    make.make_kind(company)
    heads = ["工号", "证书种类", "证书编号", "有效期至"]
    good = ["H1", "熔化焊接与热切割作业", "T1", "2030-01-01"]
    wrong = sheet(heads, good, ["H9", "电焊", "", "明年"])
    answer = client.post(url("certificates_import"), {"file": wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("没有工号为“H9”", "“电焊”不在可选值内", "不能为空", "“明年”不是日期"):
        assert said in page
    assert not Certificate.objects.exists()
    preview = client.post(url("certificates_import"), {"file": sheet(heads, good)})
    packed = preview.content.decode().split('name="packed" value="')[1].split('"')[0]
    client.post(url("certificates_import"), {"packed": packed, "confirmed": "1"})
    assert Certificate.objects.get().number == "T1"


@pytest.mark.clause("TRAIN-010", "TRAIN-012")
def test_results_by_hand_and_from_excel_make_one_file_a_person(client, company):
    course = make.make_course(company, name="入厂教育")
    first = make_person(company, number="H1", name="甲")
    second = make_person(company, number="H2", name="乙")
    session = make.make_session(course)
    sent = {"person": first.pk, "score": "79", "people": [second.pk]}
    assert client.post(url("session_results", session), sent).status_code == 302
    assert {one.person: one.is_passed for one in Result.objects.all()} == {
        first: False, second: True,
    }  # fmt: skip
    rows = sheet(["工号", "课程", "培训日期", "成绩（分）"], ["H1", "入厂教育", "2026-11-20", 92])
    preview = client.post(url("results_import"), {"file": rows}).content.decode()
    packed = preview.split('name="packed" value="')[1].split('"')[0]
    client.post(url("results_import"), {"packed": packed, "confirmed": "1"})
    page = client.get(url("results") + "?q=H1").content.decode()
    assert "79" in page and "92" in page and "乙" not in page
    assert "不合格" in client.get(url("session", session)).content.decode()
    page = client.get(url("result", Result.objects.get(person=second))).content.decode()
    assert "合格" in page and "乙" in page


def test_the_usual_kinds_needs_gaps_and_settings(client, company):
    client.post(url("seed"), {})
    assert CertificateKind.objects.filter(company=company).count() == 19
    course = make.make_course(company, name="新规培训")
    sent = {"course": course.pk, "person_kind": "employee"}
    assert client.post(url("need_create"), sent).status_code == 302
    make_person(company, name="缺课人")
    page = client.get(url("gaps")).content.decode()
    assert "缺课人" in page and "新规培训" in page
    client.post(url("need_delete", course.needs.get()))
    assert "缺课人" not in client.get(url("gaps")).content.decode()
    answer = client.post(url("settings"), {"warn_days": "60，30", "only_on_file": "on"})
    assert answer.status_code == 302
    kept = TrainingSettings.objects.get()
    assert kept.warn_days == [60, 30] and kept.only_on_file
    assert client.post(url("settings"), {"warn_days": "soon"}).status_code == 422


@pytest.mark.clause("PTW-030", "PTW-116")
def test_programs_ask_what_a_person_is_entitled_to_on_a_day(client, company):
    person = make_person(company)
    course = make.make_course(company, code="HOT", name="动火专项", valid_months=12)
    make.make_need(course, work_kind="hot_work")
    make.make_result(person, course, held_on=date(2025, 11, 24))
    make.make_certificate(person, valid_until=make.TODAY + timedelta(days=1))
    asked = url("api_entitled", person)
    found = client.get(f"{asked}?day=2025-11-24&work=hot_work").json()
    assert [one["course"] for one in found["passed"]] == ["HOT"] and found["lacking"] == []
    found = client.get(f"{asked}?work=hot_work").json()  # a year later to the day
    assert found["passed"] == [] and found["lacking"][0]["course"] == "HOT"
    assert client.get(asked).json()["lacking"] == []
    assert found["certificates"][0]["trade"] == "welding"
    assert found["certificates"][0]["standing"] == "good"


def test_rest_writes_as_the_pages_do(client, company):
    person, kind = make_person(company), make.make_kind(company)
    sent = {"person": str(person.pk), "kind": str(kind.pk), "number": "T7",
            "valid_until": "2030-01-01"}  # fmt: skip
    made = client.post(url("api_certificates"), sent, "application/json")
    assert made.status_code == 201 and made.json()["trade"] == "welding"
    again = client.post(url("api_certificates"), sent, "application/json")
    assert again.status_code == 422 and again.json()["blockers"][0]["code"] == "number_taken"
    other = {**sent, "person": str(make_person().pk)}
    assert client.post(url("api_certificates"), other, "application/json").status_code == 422
    void = reverse("training:api_certificate_void", args=[made.json()["id"]])
    assert client.post(void, {"reason": "抄错"}, "application/json").json()["is_void"]
    course = client.post(url("api_courses"), {"code": "A", "name": "课", "kind": "other"},
                         "application/json").json()  # fmt: skip
    session = client.post(url("api_sessions"), {"course": course["id"], "held_on": "2026-11-01"},
                          "application/json").json()  # fmt: skip
    body = {"outcomes": [{"person": str(person.pk), "score": 81}]}
    address = reverse("training:api_outcomes", args=[session["id"]])
    assert client.post(address, body, "application/json").json()["passed"] == 1
    assert client.get(url("api_results")).json()["results"][0]["is_passed"]
