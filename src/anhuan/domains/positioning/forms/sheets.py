"""Excel sheets of tags, anchors and vehicles: columns, and what one row does."""

from collections.abc import Iterator
from typing import Any

from anhuan.desk.sheets import (
    YES_NO,
    BadCell,
    SheetColumn,
    SheetSpec,
    parse_date,
    parse_float,
    parse_int,
)
from anhuan.domains.org.models import Account, Company, Department, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Anchor, Tag, Vehicle
from anhuan.domains.positioning.queries import devices as queries
from anhuan.kernel.errors import refuse

EX_COLUMNS = (
    SheetColumn("ex_mark", "防爆标志", example="Ex ib IIC T4 Gb"),
    SheetColumn("ex_certificate", "防爆合格证号"),
    SheetColumn("ex_valid_until", "防爆证有效期至", parse=parse_date, example="2029-12-31"),
    SheetColumn("ip_rating", "防护等级", example="IP68"),
    SheetColumn("max_temperature_c", "最高工作温度", parse=parse_int, example="75", help="℃"),
    SheetColumn("battery_life_years", "设计续航", parse=parse_float, example="5", help="年"),
    SheetColumn("installed_on", "启用日期", parse=parse_date),
)


def _choices(pairs: Any) -> dict[str, Any]:
    return {str(label): value for value, label in pairs}


def tag_sheet() -> SheetSpec:
    """Tags with their holder."""
    columns = (
        SheetColumn("number", "编号", required=True, example="T-0001"),
        SheetColumn("form", "形式", choices=_choices(Tag.Form.choices), example="工卡"),
        SheetColumn("technology", "定位技术", example="UWB+BLE"),
        SheetColumn("has_sos", "一键求救", choices=YES_NO, example="是"),
        SheetColumn("holder", "绑定人工号或车牌", help="空 = 不改变；须先收回原标签"),
        *EX_COLUMNS,
    )
    return SheetSpec("定位标签", columns, "编号已有的更新，没有的新登记。")


def apply_tag(account: Account, values: dict[str, Any]) -> str:
    """Register or change one tag, and give it out when the row names a holder."""
    company = company_of(account)
    values = {key: value for key, value in values.items() if value is not None}
    holder = _holder(company, values.pop("holder", None))
    tag = queries.visible_tags(account).filter(number=values["number"]).first()
    done = "unchanged"
    if tag is None:
        tag = actions.register_tag(account, company, **values)
        done = "created"
    elif _differs(tag, values):
        actions.edit_tag(account, tag, **values)
        done = "updated"
    if holder and queries.holder_of(tag) != holder:
        actions.bind_tag(account, tag, holder)
        done = "created" if done == "created" else "updated"
    return done


def current_tags(account: Account) -> Iterator[dict[str, Any]]:
    """What there is now, in the sheet's columns."""
    for tag in queries.visible_tags(account).filter(is_retired=False).order_by("number"):
        holder = queries.holder_of(tag)
        keys = [column.key for column in tag_sheet().columns if column.key != "holder"]
        row = {key: getattr(tag, key) for key in keys}
        yield row | {"holder": getattr(holder, "number", None) or getattr(holder, "plate", None)}


def _holder(company: Company, word: str | None) -> Person | Vehicle | None:
    if not word:
        return None
    person = Person.objects.filter(company=company, number=word).first()
    found = person or Vehicle.objects.filter(company=company, plate=word).first()
    if found is None:
        raise refuse("holder_unknown", f"没有工号或车牌为 {word} 的人员或车辆")
    return found


def anchor_sheet(company: Company) -> SheetSpec:
    """Anchors with their places."""
    areas = Area.objects.filter(company=company, is_retired=False)
    columns = (
        SheetColumn("number", "编号", required=True, example="A-001"),
        SheetColumn("technology", "定位技术", required=True, example="uwb-twr"),
        SheetColumn("x_m", "x", required=True, parse=_coordinate, example="41", help="m，向东"),
        SheetColumn("y_m", "y", required=True, parse=_coordinate, example="187", help="m，向北"),
        SheetColumn("z_m", "z", required=True, parse=_coordinate, example="6", help="m，高度"),
        SheetColumn("floor", "楼层", parse=_floor, example="1"),
        SheetColumn("area", "区域编码", choices={area.code: area for area in areas}),
        SheetColumn("range_limit_m", "作用距离", parse=parse_float, example="60", help="10–200 m"),
        SheetColumn("power", "供电", choices=_choices(Anchor.Power.choices), example="PoE"),
        SheetColumn("capacity", "标签容量", parse=parse_int),
        SheetColumn("tx_power_dbm", "1 m 处 RSSI", parse=parse_float, example="-59", help="dBm"),
        SheetColumn("range_age_ms", "测距滞后", parse=parse_int, help="ms，空 = 按定位设置"),
        SheetColumn("heading_deg", "朝向", parse=parse_float, help="°，从正东起逆时针"),
        SheetColumn("angle_sd_deg", "测角误差", parse=parse_float, help="°"),
        SheetColumn("reach_m", "读卡距离", parse=parse_float, help="m"),
        *EX_COLUMNS,
    )
    return SheetSpec("基站", columns, "编号已有的更新，没有的新登记。坐标为厂区坐标，米。")


def apply_anchor(account: Account, values: dict[str, Any]) -> str:
    """Register or change one anchor."""
    company = company_of(account)
    values = {key: value for key, value in values.items() if value is not None}
    anchor = queries.visible_anchors(account).filter(number=values["number"]).first()
    if anchor is None:
        actions.register_anchor(account, company, **values)
        return "created"
    if not _differs(anchor, values):
        return "unchanged"
    actions.edit_anchor(account, anchor, **values)
    return "updated"


def current_anchors(account: Account) -> Iterator[dict[str, Any]]:
    """What there is now."""
    keys = [column.key for column in anchor_sheet(company_of(account)).columns]
    for anchor in queries.visible_anchors(account).filter(is_retired=False).order_by("number"):
        row = {key: getattr(anchor, key) for key in keys}
        yield row | {"area": anchor.area.code if anchor.area else None}


def vehicle_sheet(company: Company) -> SheetSpec:
    """Vehicles."""
    departments = Department.objects.filter(company=company, is_retired=False)
    columns = (
        SheetColumn("plate", "车牌/编号", required=True, example="鲁E12345"),
        SheetColumn("name", "名称", required=True, example="3 吨叉车"),
        SheetColumn("kind", "类型", example="叉车"),
        SheetColumn("department", "部门", choices={one.name: one for one in departments}),
        SheetColumn("driver", "驾驶员工号"),
    )
    return SheetSpec("车辆", columns, "车牌已有的更新，没有的新登记。")


def apply_vehicle(account: Account, values: dict[str, Any]) -> str:
    """Register or change one vehicle."""
    company = company_of(account)
    values = {key: value for key, value in values.items() if value is not None}
    if number := values.pop("driver", None):
        driver = Person.objects.filter(company=company, number=number).first()
        if driver is None:
            raise refuse("driver_unknown", f"没有工号为 {number} 的人员")
        values["driver"] = driver
    vehicle = queries.visible_vehicles(account).filter(plate=values["plate"]).first()
    if vehicle is None:
        actions.register_vehicle(account, company, **values)
        return "created"
    if not _differs(vehicle, values):
        return "unchanged"
    actions.edit_vehicle(account, vehicle, **values)
    return "updated"


def current_vehicles(account: Account) -> Iterator[dict[str, Any]]:
    """What there is now."""
    for one in queries.visible_vehicles(account).filter(is_retired=False):
        yield {
            "plate": one.plate, "name": one.name, "kind": one.kind,
            "department": one.department.name if one.department else None,
            "driver": one.driver.number if one.driver else None,
        }  # fmt: skip


def _differs(row: Any, values: dict[str, Any]) -> bool:
    return any(getattr(row, key) != value for key, value in values.items())


def _coordinate(text: str) -> float:
    value = parse_float(text)
    if abs(value) > 20_000:
        raise BadCell("坐标应为厂区坐标（米），绝对值不超过 20000")
    return value


def _floor(text: str) -> int:
    if not text.removeprefix("-").isdecimal() or not -9 <= int(text) <= 99:
        raise BadCell(f"“{text[:10]}”不是楼层")
    return int(text)
