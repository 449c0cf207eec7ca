"""Giving a plant the usual kinds of certificate and courses; what it has stays as it is."""

from django.db import transaction

from anhuan.domains.audit.actions import Actor
from anhuan.domains.org.models import Company, Person
from anhuan.domains.training.actions.certificates import save_kind
from anhuan.domains.training.actions.courses import save_course, save_need
from anhuan.domains.training.models import CertificateKind, Course, CourseNeed
from anhuan.domains.training.rules.kinds import SHIPPED_KINDS

# code, name, kind, hours, months a pass is good (training hours of hazardous plants: facts §8.1)
SHIPPED_COURSES: tuple[tuple[str, str, str, float, int | None], ...] = (
    ("ENTRY", "新员工三级安全教育", Course.Kind.ENTRY, 72, None),
    ("REFRESH", "从业人员年度安全再培训", Course.Kind.REFRESHER, 20, 12),
    ("CONTRACTOR", "承包商人员入厂安全教育", Course.Kind.CONTRACTOR, 4, 12),
    ("WORK", "特殊作业安全专项培训", Course.Kind.WORK, 8, 12),
)
OUTSIDE = (Person.Kind.CONTRACTOR, Person.Kind.OUTSOURCED)


def seed_training(actor: Actor, company: Company) -> int:
    """What is shipped and the plant does not have; how many rows were added."""
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)
        return _seed_kinds(actor, company) + _seed_courses(actor, company)


def _seed_kinds(actor: Actor, company: Company) -> int:
    known = set(CertificateKind.objects.filter(company=company).values_list("code", flat=True))
    wanted = [one for one in SHIPPED_KINDS if one.code not in known]
    for one in wanted:
        changes = {
            "code": one.code, "name": one.name, "group": one.group.value,
            "trade": one.trade.value if one.trade else "", "valid_months": one.valid_months,
            "review_months": one.review_months,
        }  # fmt: skip
        save_kind(actor, CertificateKind(company=company), changes)
    return len(wanted)


def _seed_courses(actor: Actor, company: Company) -> int:
    """Contractors' entry training is asked for from the start; the rest is the plant's to ask."""
    known = set(Course.objects.filter(company=company).values_list("code", flat=True))
    wanted = [one for one in SHIPPED_COURSES if one[0] not in known]
    for row in wanted:
        names = ("code", "name", "kind", "hours", "valid_months")
        course = save_course(actor, Course(company=company), dict(zip(names, row, strict=True)))
        if course.code == "CONTRACTOR":
            for kind in OUTSIDE:
                need = CourseNeed(company=company)
                save_need(actor, need, {"course": course, "person_kind": kind.value})
    return len(wanted)
