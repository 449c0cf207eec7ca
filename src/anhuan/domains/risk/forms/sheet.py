"""The register as a sheet: one line a measure, the whole path in front of it."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from anhuan.desk.sheets import BadCell, SheetColumn, SheetSpec, parse_int
from anhuan.domains.org.models import Company, Person
from anhuan.domains.risk.actions import Assessed, Importer
from anhuan.domains.risk.models import RiskMeasure, RiskObject, RiskUnit
from anhuan.domains.risk.queries import settings_of
from anhuan.domains.risk.rules.accidents import renamed
from anhuan.domains.risk.rules.classes import CLASSES_2, CYCLES, SOURCES
from anhuan.domains.risk.rules.levels import Control
from anhuan.domains.risk.rules.methods import METHODS, Method, scale_for
from anhuan.domains.risk.rules.scoring import FACTORS, Scale

TITLE = "风险清单"
NOTE = (
    "一行一条管控措施；按名称：没有的新建，已有的更新；空格不改动。同一对象、单元、事件的行要一致。"
)
METHOD_WORDS = {one.value.upper(): one.value for one in Method}


def register_sheet(company: Company) -> SheetSpec:
    """Columns with this company's own departments, people, areas and equipment."""
    return SheetSpec(TITLE, (*_above(company), *_event(company), *_measure(company)), NOTE)


def _above(company: Company) -> tuple[SheetColumn, ...]:
    departments = {row.name: row for row in company.departments.filter(is_retired=False)}
    structures = {row.code: row for row in company.structures.filter(is_retired=False)}
    areas = {row.name: row for row in company.areas.filter(is_retired=False)}
    return (
        SheetColumn("object", "装置/罐区/库区", True, example="一号罐区", blames=("object_twice",)),
        SheetColumn("code", "危险源编码", example="BA-370000-001", blames=("code_differs",),
                    help="危险化学品登记信息管理系统的编码"),
        SheetColumn("own_code", "非重大危险源编码"),
        SheetColumn("kind", "类别", choices=_words(RiskObject.Kind.choices), example="罐区"),
        SheetColumn("area", "所在区域", choices=areas),
        SheetColumn("department", "责任部门", choices=departments,
                    blames=("not_your_department",)),
        SheetColumn("person", "责任人", parse=_person_of(company), help="姓名；重名时写工号"),
        SheetColumn("unit", "风险分析单元", True, example="甲醇储罐 A", blames=("unit_twice",)),
        SheetColumn("unit_kind", "单元类别", choices=_words(RiskUnit.Kind.choices)),
        SheetColumn("structure", "位号", choices=structures, help="装置设施的位号/编码"),
    )  # fmt: skip


def _event(company: Company) -> tuple[SheetColumn, ...]:
    controls = {one.label: one.value for one in Control}
    return (
        SheetColumn("event", "风险事件", True, example="罐体超压泄漏", blames=("event_twice",)),
        SheetColumn("hazard", "危害因素"),
        SheetColumn("consequence", "可能后果"),
        SheetColumn("accidents", "事故类型", parse=_accidents_of(company), example="火灾、泄漏",
                    help="多个用顿号分开"),
        SheetColumn("method", "评价方法", choices=METHOD_WORDS, example="LS",
                    help="填写后按分值计算等级"),
        SheetColumn("score_l", "可能性 L", parse=_score, example="3", blames=("scores_differ",)),
        SheetColumn("score_e", "暴露 E", parse=_score, help="LEC 法填写"),
        SheetColumn("score_c", "后果 C", parse=_score, help="LEC 法填写"),
        SheetColumn("score_s", "严重性 S", parse=_score, example="4", help="LS 法填写"),
        SheetColumn("raised_to", "提级管控", choices=controls, blames=("control_too_low",),
                    help="空 = 按风险等级；只能提高"),
    )  # fmt: skip


def _measure(company: Company) -> tuple[SheetColumn, ...]:
    posts = {row.name: row for row in company.posts.filter(is_retired=False)}
    cycles = {words[0]: unit for unit, words in CYCLES.items()}
    return (
        SheetColumn("class_2", "管控措施分类", True, choices=_classes(), example="1-3 安全附件"),
        SheetColumn("class_3", "自定分类"),
        SheetColumn("data_source", "管控方式", choices={v: k for k, v in SOURCES.items()}),
        SheetColumn("measure", "管控措施", True, example="呼吸阀、阻火器完好投用"),
        SheetColumn("check_content", "隐患排查内容", True, example="呼吸阀有无堵塞、冻凝"),
        SheetColumn("problem", "隐患问题描述", example="呼吸阀堵塞"),
        SheetColumn("post", "排查岗位", choices=posts),
        SheetColumn("checker", "排查责任人", parse=_person_of(company)),
        SheetColumn("cycle_count", "排查周期", parse=parse_int, example="1"),
        SheetColumn("cycle_unit", "周期单位", choices=cycles, example="天"),
    )  # fmt: skip


def applying(importer: Importer) -> Callable[[dict[str, Any]], str]:
    """What `respond_import` calls for each line."""
    return lambda values: importer.put(values, assessed_of(values))


def assessed_of(values: Mapping[str, Any]) -> Assessed | None:
    """The scores of a line, where it names a method. The boxes are what the line says anyway."""
    if not values.get("method"):
        return None
    method = Method(values["method"])
    scale = scale_for(method, Scale.LEC if values.get("score_e") is not None else Scale.LS)
    scores = {key: values.get(f"score_{key}") for key in FACTORS[scale]}
    said = [values["unit"], values.get("hazard") or values["event"]]
    boxes = dict(zip([key for key, _ in METHODS[method].boxes], said, strict=False))
    boxes["consequence"] = values.get("consequence") or ""
    boxes["existing"] = values["measure"]
    return Assessed(method, scale, scores, boxes)


def current_lines(rows: Iterator[RiskMeasure]) -> Iterator[dict[str, Any]]:
    """What there is now, in the columns of the import."""
    for one in rows:
        event, unit = one.event, one.event.unit
        above, last = unit.object, event.assessments.first()
        scores = {f"score_{key}": value for key, value in last.scores.items()} if last else {}
        yield {
            "object": above.name, "code": above.code, "own_code": above.own_code,
            "kind": above.kind, "area": above.area, "department": above.department,
            "person": above.person.number, "unit": unit.name, "unit_kind": unit.kind,
            "structure": unit.structure, "event": event.name, "hazard": event.hazard,
            "consequence": event.consequence, "accidents": "、".join(event.accidents),
            "method": event.method, **scores, "raised_to": event.raised_to,
            "class_2": one.class_2, "class_3": one.class_3, "data_source": one.data_source,
            "measure": one.text, "check_content": one.check_content, "problem": one.problem,
            "post": one.post, "checker": one.person.number if one.person else None,
            "cycle_count": one.cycle_count, "cycle_unit": one.cycle_unit,
        }  # fmt: skip


def _classes() -> dict[str, str]:
    """Code and word, or the code alone."""
    words = {f"{code} {label}": code for code, label in CLASSES_2.items()}
    return words | {code: code for code in CLASSES_2}


def _words(choices: Any) -> dict[str, Any]:
    return {str(label): value for value, label in choices}


def _person_of(company: Company) -> Callable[[str], Person]:
    """By number, or by a name nobody else has."""
    people = list(company.people.filter(is_retired=False))
    by_number = {one.number: one for one in people}

    def find(text: str) -> Person:
        named = [one for one in people if one.name == text]
        if text in by_number:
            return by_number[text]
        if len(named) > 1:
            numbers = "、".join(one.number for one in named[:5])
            raise BadCell(f"有 {len(named)} 位“{text}”，请写工号：{numbers}")
        if not named:
            raise BadCell(f"没有在册人员“{text[:20]}”")
        return named[0]

    return find


def _accidents_of(company: Company) -> Callable[[str], list[str]]:
    known = settings_of(company).accidents

    def read(text: str) -> list[str]:
        words = [one.strip() for one in text.replace("，", "、").replace(",", "、").split("、")]
        found = renamed([one for one in words if one], known)
        if unknown := [one for one in found if one not in known]:
            raise BadCell(f"没有事故类型“{'、'.join(unknown)[:30]}”，可选：{'、'.join(known)}")
        return found

    return read


def _score(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BadCell(f"“{text[:20]}”不是数") from None
    if not value.is_finite():
        raise BadCell(f"“{text[:20]}”不是数")
    return value.normalize()
