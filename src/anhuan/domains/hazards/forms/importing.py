"""The ledger's eighteen contents as columns of a sheet (附件2 4.1.2(3))."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from anhuan.desk.sheets import BadCell, SheetColumn, SheetSpec, parse_date, parse_float
from anhuan.domains.hazards.queries.register import objects_of
from anhuan.domains.hazards.rules.codes import Funds, Kind, Level, Source, Way
from anhuan.domains.org.models import Company, Department, Person
from anhuan.domains.plant.models import Area

NOTE = (
    "一行一条隐患。填到哪一步就导入到哪一步：只填前几列为待评估，"
    "填了责任人和期限为整改中，填了验收人员和验收时间为已验收。"
)


_TO_ITS_END = timedelta(hours=23, minutes=59)


def _by_label(choices: Any) -> dict[str, Any]:
    return {one.label: one for one in choices}


def _moment(text: str) -> datetime:
    """A day, or a day with a time."""
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"):
        try:
            return timezone.make_aware(datetime.strptime(text[:19], form))  # noqa: DTZ007
        except ValueError:
            continue
    return timezone.make_aware(datetime.combine(parse_date(text), time.min))


def _last_moment(text: str) -> datetime:
    """A deadline that is a day holds to its end."""
    moment = _moment(text)
    is_day = timezone.localtime(moment).time() == time.min
    return moment + _TO_ITS_END if is_day else moment


def _money(text: str) -> Decimal:
    value = parse_float(text)
    if value < 0:
        raise BadCell("资金不能为负")
    return Decimal(str(round(value, 2)))


def _short(longest: int) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if len(text) > longest:
            raise BadCell(f"超过 {longest} 个字")
        return text

    return parse


def _named(rows: Mapping[str, Any], what: str) -> Callable[[str], Any]:
    """A row by its name; the sentence says what there is not."""

    def parse(text: str) -> Any:
        found = rows.get(text)
        if found is None:
            raise BadCell(f"没有名为“{text[:30]}”的{what}")
        if isinstance(found, list):
            raise BadCell(f"有 {len(found)} 个{what}叫“{text[:30]}”，请改填工号")
        return found

    return parse


def _people(company: Company) -> dict[str, Any]:
    """By number, and by name where the name is nobody else's."""
    found: dict[str, Any] = {}
    for one in Person.objects.filter(company=company, is_retired=False):
        found.setdefault(one.name, []).append(one)
    by_name = {name: some[0] if len(some) == 1 else some for name, some in found.items()}
    return by_name | {some.number: some for many in found.values() for some in many}


def sheet_of(company: Company) -> SheetSpec:
    """The sheet of one plant: its departments, people, areas and coded objects."""
    units = {one.name: one for one in Department.objects.filter(company=company, is_retired=False)}
    areas = {one.name: one for one in Area.objects.filter(company=company, is_retired=False)}
    people, codes = _people(company), {one.code: one.code for one in objects_of(company)}
    unit, area = _named(units, "部门"), _named(areas, "区域")
    return SheetSpec("隐患台账", [
        SheetColumn("found_at", "排查日期", True, _moment, example="2026-11-20"),
        SheetColumn("check_unit", "实施部门", parse=unit, example=next(iter(units), "")),
        SheetColumn("inspectors", "排查人员", parse=_short(200), example="王海涛"),
        SheetColumn("source", "隐患来源", True, choices=_by_label(Source), example="日常排查"),
        SheetColumn("name", "隐患名称", True, _short(100), example="泵密封渗漏"),
        SheetColumn("description", "隐患内容", parse=_short(1000), example="P-101 机封处有滴漏"),
        SheetColumn("place", "隐患地点", True, _short(200), example="一号泵房"),
        SheetColumn("area", "区域", parse=area, example=next(iter(areas), "")),
        SheetColumn("object_code", "风险分析对象编码", parse=_named(codes, "风险分析对象")),
        SheetColumn("level", "隐患等级", choices=_by_label(Level), example="一般隐患"),
        SheetColumn("kind", "隐患类型", choices=_by_label(Kind), example="设备"),
        SheetColumn("way", "治理类型", choices=_by_label(Way), example="限期整改"),
        SheetColumn("basis", "判定依据", parse=_short(500)),
        SheetColumn("cause", "原因分析", parse=_short(1000)),
        SheetColumn("due_at", "整改期限", parse=_last_moment, example="2026-12-05"),
        SheetColumn("unit", "整改责任单位", parse=unit, example=next(iter(units), "")),
        SheetColumn("rectifier", "整改责任人", parse=_named(people, "人员"), help="姓名或工号"),
        SheetColumn("funds_cny", "整改资金", parse=_money, help="元"),
        SheetColumn("funds_source", "资金来源", choices=_by_label(Funds)),
        SheetColumn("treatment", "整改措施", parse=_short(1000)),
        SheetColumn("result", "整改落实情况", parse=_short(1000)),
        SheetColumn("submitted_at", "整改完成时间", parse=_moment),
        SheetColumn("accept_unit", "评估验收单位", parse=_short(100)),
        SheetColumn("acceptor_name", "验收人员", parse=_short(100)),
        SheetColumn("accepted_at", "验收时间", parse=_moment),
    ], note=NOTE)  # fmt: skip


def labels_of(spec: SheetSpec) -> dict[str, str]:
    """Column words by key."""
    return {column.key: column.label for column in spec.columns}
