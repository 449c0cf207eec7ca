"""Certificates on file: put there, changed, made void, imported; whoever it is about is told."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.permits.tests.make import TEN, at
from anhuan.domains.training import actions
from anhuan.domains.training.models import Certificate, CertificateKind, Course, CourseNeed
from anhuan.domains.training.queries.certificates import visible_certificates
from anhuan.domains.training.tests import make
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%scan\n"


@pytest.fixture(autouse=True)
def _day():
    with at(TEN):
        yield


@pytest.fixture
def company():
    return make_company()


@pytest.mark.clause("TRAIN-014", "PTW-086")
def test_a_certificate_is_kept_with_its_scan_and_the_first_review(company, settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    scan = SimpleUploadedFile("证.pdf", PDF, "application/pdf")
    person, kind = make_person(company), make.make_kind(company)
    changes = {"person": person, "kind": kind, "number": "T370502", "issued_on": date(2025, 3, 1),
               "valid_until": date(2031, 2, 28)}  # fmt: skip
    saved = actions.save_certificate(SYSTEM, Certificate(company=company), changes, scan)
    assert saved.reviewed_until == date(2028, 2, 29) and saved.good_until == date(2028, 2, 29)
    assert saved.file_name == "证.pdf" and len(saved.file_sm3) == 64
    assert AuditRow.objects.filter(verb="create", target_id=str(saved.pk)).exists()


def test_a_scan_must_be_one(company):
    person = make_person(company)
    changes = {"person": person, "kind": make.make_kind(company), "number": "T1",
               "valid_until": date(2030, 1, 1)}  # fmt: skip
    fake = SimpleUploadedFile("a.pdf", b"MZ not a pdf at all", "application/pdf")
    with pytest.raises(Refused) as refused:
        actions.save_certificate(SYSTEM, Certificate(company=company), changes, fake)
    assert refused.value.blockers[0].code == "file_content"
    assert not Certificate.objects.exists()


def test_one_number_is_one_certificate(company):
    first = make.make_certificate(make_person(company, name="甲"), number="T9")
    with pytest.raises(Refused) as refused:
        make.make_certificate(make_person(company, name="乙"), number="T9")
    assert "甲" in str(refused.value)
    actions.void_certificate(SYSTEM, first, "号码抄错")
    assert make.make_certificate(make_person(company, name="乙"), number="T9")


def test_making_void_wants_a_reason_and_happens_once(company):
    found = make.make_certificate(make_person(company))
    with pytest.raises(Refused):
        actions.void_certificate(SYSTEM, found, " ")
    actions.void_certificate(SYSTEM, found, "伪造")
    with pytest.raises(Refused):
        actions.void_certificate(SYSTEM, found, "再来")
    with pytest.raises(Refused):
        actions.save_certificate(SYSTEM, found, {"issuer": "厅"})


def test_the_usual_kinds_come_once_and_nothing_of_the_plants_is_changed(company):
    make.make_kind(company, "welding", name="焊工证")
    added = actions.seed_training(SYSTEM, company)
    assert added == CertificateKind.objects.filter(company=company).count() - 1 + 4
    assert CertificateKind.objects.get(company=company, code="welding").name == "焊工证"
    assert actions.seed_training(SYSTEM, company) == 0
    entry = Course.objects.get(company=company, code="CONTRACTOR")
    asked = set(CourseNeed.objects.filter(course=entry).values_list("person_kind", flat=True))
    assert asked == {"contractor", "outsourced"}


def test_an_import_makes_changes_and_keeps(company):
    person, kind = make_person(company), make.make_kind(company)
    row = {"person": person, "kind": kind, "number": "T5", "holder_name": None, "issuer": "应急厅",
           "issued_on": date(2025, 1, 1), "valid_until": date(2030, 12, 31),
           "reviewed_until": None}  # fmt: skip
    assert actions.put_certificate(SYSTEM, company, row) == "created"
    assert actions.put_certificate(SYSTEM, company, row) == "unchanged"
    assert actions.put_certificate(SYSTEM, company, row | {"issuer": "省应急厅"}) == "updated"
    with pytest.raises(Refused):
        actions.put_certificate(SYSTEM, company, row | {"person": make_person(company)})


def test_a_head_of_department_sees_the_own_people(company):
    mine, other = make_person(company), make_person(company)
    make.make_certificate(mine)
    make.make_certificate(other)
    head = make_account(company, Role.DEPARTMENT_HEAD, department=mine.department)
    assert [one.person for one in visible_certificates(head)] == [mine]
    assert not visible_certificates(make_account()).exists()


def test_holder_and_safety_manager_are_told_once_a_step(company):
    safety = make_account(company, Role.SAFETY_MANAGER)
    person = make_person(company)
    holder = make_account(company, Role.WORKER, person=person)
    make.make_certificate(person, valid_until=make.TODAY + timedelta(days=60))
    make.make_certificate(make_person(company), valid_until=make.TODAY + timedelta(days=91))
    assert actions.warn_of_ends(TEN) == 1
    assert "还有 60 天到期" in Notice.objects.get(account=holder).title
    assert "1 项" in Notice.objects.get(account=safety).title
    assert actions.warn_of_ends(TEN + timedelta(hours=1)) == 0
    assert actions.warn_of_ends(TEN + timedelta(days=1)) == 1  # the other's 90th day
    assert actions.warn_of_ends(TEN + timedelta(days=61)) == 2  # over; and the other's 30th
    assert "已过期 1 天" in Notice.objects.filter(account=holder).latest("at").title


def test_what_was_renewed_is_not_warned_of(company):
    person = make_person(company)
    make.make_certificate(person, valid_until=make.TODAY + timedelta(days=5))
    make.make_certificate(person)
    assert actions.warn_of_ends(TEN) == 0


def test_a_new_end_begins_the_warnings_anew(company):
    found = make.make_certificate(make_person(company), valid_until=make.TODAY + timedelta(days=5))
    assert actions.warn_of_ends(TEN) == 1
    found.refresh_from_db()
    actions.save_certificate(SYSTEM, found, {"valid_until": make.TODAY + timedelta(days=29)})
    assert actions.warn_of_ends(TEN) == 1


def test_the_plant_says_when_it_wants_to_be_told(company):
    make.make_certificate(make_person(company), valid_until=make.TODAY + timedelta(days=45))
    actions.save_settings(SYSTEM, company, {"warn_days": [30]})
    assert actions.warn_of_ends(TEN) == 0
    actions.save_settings(SYSTEM, company, {"warn_days": [45, 30]})
    assert actions.warn_of_ends(TEN) == 1
