"""A plant that finds and cures hazards: six people with accounts, a place with a coded object."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anhuan.domains.documents.actions import store_file
from anhuan.domains.hazards import actions
from anhuan.domains.hazards.actions import Assessment, Assignment, Report, Shot
from anhuan.domains.hazards.models import Hazard, Stage
from anhuan.domains.hazards.rules.codes import Kind, Level, Source, Way
from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_department,
    make_person,
)
from anhuan.domains.plant.models import Area
from anhuan.domains.plant.tests.factories import make_area, make_hazard_source
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskObject, RiskUnit
from anhuan.kernel import clock

DONE = {"cause": "密封老化", "treatment": "更换机械密封", "result": "已更换，试漏合格"}
PLAN = {
    "measures": "更换切断阀", "responsible": "生产一部 王海涛", "funds": "20 万元，安全生产费用",
    "time_limit": "30 天", "contingency": "启用泄漏现场处置方案", "interim": "每小时巡查",
}  # fmt: skip


@dataclass
class Plant:
    """One plant with everybody a hazard needs."""

    company: Company
    unit: Department
    area: Area
    worker: Account  # tells, and puts right
    head: Account  # of the department
    safety: Account
    boss: Account
    other: Account  # a second worker
    keeper: Account  # administrator


def make_plant(company: Company | None = None) -> Plant:
    """Everybody belongs to one department."""
    company = company or make_company()
    unit = make_department(company, name="生产一部")
    area = make_area(company, name="一号罐区", department=unit)
    if not company.hazard_sources.filter(code="370500001").exists():
        make_hazard_source(company, area=area, name="一号罐区", code="370500001")
    roles = {
        "worker": (Role.WORKER, "张操作"), "head": (Role.DEPARTMENT_HEAD, "李部长"),
        "safety": (Role.SAFETY_MANAGER, "王安全"), "boss": (Role.PLANT_HEAD, "赵总"),
        "other": (Role.WORKER, "孙检修"), "keeper": (Role.ADMINISTRATOR, "钱管理"),
    }  # fmt: skip
    people = {
        key: make_account(company, role, person=make_person(company, name=name, department=unit))
        for key, (role, name) in roles.items()
    }
    return Plant(company, unit, area, **people)


def jpeg(color: str = "grey") -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (64, 48), color).save(out, "JPEG")
    return out.getvalue()


def upload(name: str = "now.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, content or jpeg(), "image/jpeg")


def shot(stage: Stage = Stage.FIXED, color: str = "grey", **changes: Any) -> Shot:
    """A picture from a phone."""
    digest = store_file([jpeg(color)])
    values = {"sm3": digest, "name": "a.jpg", "media_type": "image/jpeg",
              "taken_at": clock.now(), "stage": stage} | changes  # fmt: skip
    return Shot(**values)


def told(plant: Plant, **changes: Any) -> Hazard:
    """Reported by the worker, not judged yet."""
    values = {
        "name": "苯泵机械密封渗漏", "description": "P-101 泵机封处滴漏，每分钟约 5 滴",
        "place": "一号泵房 P-101", "area": plant.area, "source": Source.DAILY,
    } | changes  # fmt: skip
    return actions.report(plant.worker, Report(**values))


def given_to(plant: Plant, **changes: Any) -> Assignment:
    """To the second worker, for three days."""
    values = {"rectifier": plant.other.person, "due_at": clock.now() + timedelta(days=3),
              "opinion": "更换密封"} | changes  # fmt: skip
    return Assignment(**values)


def judged(plant: Plant, hazard: Hazard | None = None, **changes: Any) -> Hazard:
    """A general one, given to somebody; `assignment=None` leaves it to the department."""
    values = {"level": Level.GENERAL, "kind": Kind.EQUIPMENT, "unit": plant.unit,
              "way": Way.BY_DEADLINE, "assignment": given_to(plant)} | changes  # fmt: skip
    return actions.assess(plant.safety, hazard or told(plant), Assessment(**values))


def major(plant: Plant, hazard: Hazard | None = None) -> Hazard:
    """A major one, given to somebody, without its plan."""
    return judged(plant, hazard, level=Level.MAJOR, criterion=5)


def handed_in(plant: Plant, hazard: Hazard | None = None) -> Hazard:
    """Put right and photographed."""
    return actions.submit(plant.other, hazard or judged(plant), DONE, [shot()])


def accepted(plant: Plant, hazard: Hazard | None = None) -> Hazard:
    """Found good by the head of the department."""
    return actions.accept(plant.head, hazard or handed_in(plant), "现场复查合格")


def make_measure(plant: Plant) -> RiskMeasure:
    """A measure of the register: object, unit, event above it."""
    top = RiskObject.objects.create(
        company=plant.company, code="370500002", name="苯罐区", kind="tank_farm", area=plant.area,
        department=plant.unit, person=plant.head.person,
    )  # fmt: skip
    unit = RiskUnit.objects.create(object=top, name="P-101 泵")
    event = RiskEvent.objects.create(unit=unit, name="苯泄漏着火")
    return RiskMeasure.objects.create(
        company=plant.company, event=event, class_2="2-1", text="机封完好", check_content="查渗漏"
    )


def hazard_rows(company: Company) -> dict[str, Any]:
    """A hazard with a picture, for the permission matrix."""
    plant = make_plant(company)
    hazard = told(plant, photos=(shot(Stage.FOUND),))
    return {"hazard": hazard, "hazard_photo": hazard.photos.get()}
