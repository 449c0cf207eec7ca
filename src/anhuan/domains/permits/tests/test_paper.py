"""Permits on paper: every kind's form as annex A draws it, filled, readable and whole."""

import re

import pypdfium2
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from anhuan.desk.paper import print_papers
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.permits.models import GasTest, Permit, PermitLink, RiskRow
from anhuan.domains.permits.paper import permit_papers
from anhuan.domains.permits.queries.forms import _parsed
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.papers import paper_code
from anhuan.domains.permits.tests.make import accepted, reserved
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
BASE = "https://plant.example"
OTHERS = [kind for kind in Kind if kind not in list(Kind)[:8]]


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()  # of scans a minute


def text_of(content: bytes) -> str:
    """The text of a PDF without the breaks that setting put in."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return re.sub(r"[\s\u200b]", "", "".join(pages))


def printed(permit: Permit, **how) -> str:
    return text_of(print_papers(permit_papers(permit, clock.now(), BASE, **how)))


def filled(permit: Permit, **values) -> Permit:
    """As if somebody had typed this into the form."""
    Permit.objects.filter(pk=permit.pk).update(values=permit.values | values)
    return Permit.objects.get(pk=permit.pk)


def sampled(permit: Permit, plant, readings) -> None:
    GasTest.objects.create(
        permit=permit, phase="before", sampled_at=clock.now(), analysed_at=clock.now(),
        analyst=plant.analyst, analyst_name="分析员", instrument="GX-3", is_good=True,
        readings=[{"zone": "inside", "point": "", **one} for one in readings],
    )  # fmt: skip


@pytest.mark.clause(
    "GBW-194",
    "GBW-210",
    "GBW-213",
    "PTW-010",
    "PTW-099",
    "PTW-159",
    "AQP-089",
    "PTW-005",
    "PTW-125",
    "AQP-025",
    "PTW-131",
)
def test_a_finished_permit_shows_everything_it_holds(plant):
    permit = accepted(plant)
    text = printed(permit)
    assert f"编号：{permit.number}" in text
    assert "二级" in text and "特级□一级□二级■" in text
    assert "动火作业实施时间自2026年11月24日10时00分至2026年11月24日14时00分止" in text
    assert "现场配有灭火器2台、灭火毯2块、消防蒸汽带或消防水带1条涉及监护员11-2410:00" in text
    assert "不涉及监护员" in text
    assert "安全交底人申请员2026年11月24日10时00分" in text and "接受交底人焊工" in text
    for head in ("作业负责人意见", "所在单位意见", "动火审批人意见"):
        assert re.search(head + r"同意?签字：.{2,4}2026年11月24日10时00分", text), head
    assert "动火前，岗位当班班长验票情况签字：班长2026年11月24日10时00分" in text
    assert re.search(r"完工验收.{0,20}签字：部门长2026年11月24日", text)
    assert "焊工（熔化焊接与热切割作业证T37010219800101" in text
    assert "甲烷" in text and "分析员" in text
    assert "火花引燃残留物" in text  # the hazard analysis behind it
    assert permit.signatures.last().sm3 in text
    assert "未签发" not in text


# How many rows each table of annex A has, the last for other measures.
ROWS = {
    Kind.HOT_WORK: 16, Kind.CONFINED_SPACE: 15, Kind.BLIND_PLATE: 11, Kind.WORK_AT_HEIGHT: 15,
    Kind.LIFTING: 20, Kind.TEMP_POWER: 14, Kind.EXCAVATION: 11, Kind.ROAD_BREAKING: 4,
}  # fmt: skip
HEADS = {
    Kind.HOT_WORK: "动火作业级别 动火方式 动火人及证书编号 气体取样分析时间 代表性气体",
    Kind.CONFINED_SPACE: "受限空间名称 受限空间内原有介质名称 19.5%～21% 取样分析时间 分析部位",
    Kind.BLIND_PLATE: "管道参数 盲板参数 实际作业开始时间 盲板位置图 □堵盲板 □抽盲板",
    Kind.WORK_AT_HEIGHT: "作业高度 高处作业级别 审核部门意见 审批部门意见",
    Kind.LIFTING: "吊具名称 吊物内容 司索人 指挥人员 吊物质量（t）及作业级别",
    Kind.TEMP_POWER: "许可用电功率 用电设备名称及额定功率 用电人 电工证号 配送电单位意见",
    Kind.EXCAVATION: "作业范围、内容、方式 供排水： 供电： 供汽： 工艺： 设备： 消防： 安全：",
    Kind.ROAD_BREAKING: "涉及相关单位 断路原因 断路地段示意图 消防、安全管理部门意见",
}


@pytest.mark.clause("GBW-195", "GBW-196", "GBW-197", "GBW-198", "GBW-199", "GBW-200", "GBW-201")
@pytest.mark.parametrize("kind", list(ROWS))
def test_the_eight_forms_have_the_boxes_and_rows_of_annex_a(plant, kind):
    text = printed(reserved(plant, kind=kind, values={}))
    for head in (*HEADS[kind].split(), "风险辨识结果", "安全交底人", "接受交底人", "完工验收"):
        assert head in text, head
    assert "序号安全措施是否涉及确认人1" in text
    assert f"{ROWS[kind]}其他安全措施：编制人：" in text
    assert "一式三联：第一联监护人；第二联" in text and "第三联（存档）" in text
    assert "未签发" in text  # nobody may work by it


@pytest.mark.parametrize("kind", OTHERS)
def test_the_plants_own_kinds_are_printed_in_the_same_style(plant, kind):
    permit = reserved(plant, kind=kind, values={})
    text = printed(permit)
    labels = [one["label"] for one in permit.template.content["fields"] if one.get("printed", True)]
    assert all(
        re.sub(r"\s", "", one) in text for one in labels if not one.startswith("作业实施时间")
    )


@pytest.mark.clause("GBW-203")
def test_the_air_of_a_confined_space_is_printed_column_by_column(plant):
    permit = filled(reserved(plant, kind=Kind.CONFINED_SPACE, values={}), orig_medium="苯乙烯")
    sampled(permit, plant, [
        {"gas": "methane", "value": 0.1, "unit": "vol_pct", "point": "上部人孔"},
        {"gas": "hydrogen_sulfide", "value": 1.5, "unit": "mg_m3", "point": "上部人孔"},
        {"gas": "oxygen", "value": 20.9, "unit": "vol_pct", "point": "上部人孔"},
    ])  # fmt: skip
    text = printed(permit)
    assert "苯乙烯" in text
    assert "1.50.120.911-2410:00上部人孔分析员" in text


@pytest.mark.clause("GBW-204")
def test_a_blind_is_printed_with_its_parameters_and_drawing(plant):
    permit = filled(
        reserved(plant, kind=Kind.BLIND_PLATE, values={}), action="insert", line="V-101 出口管",
        medium="液氨", temperature_c=-33, pressure_kpa=120, plate_material="20#",
        plate_spec="DN100 PN16", plate_no="MB-07", drawing_author=str(plant.head.person_id),
        drawing={"type": "LineString", "coordinates": [[0, 0], [10, 0], [10, 5]]},
    )  # fmt: skip
    text = printed(permit)
    assert "■堵盲板□抽盲板" in text
    assert "V-101出口管液氨-33℃120kPa20#DN100PN16MB-07" in text
    assert "编制人：部门长" in text and "2mN" in text  # the drawing's scale and north


@pytest.mark.clause("GBW-212")
def test_linked_works_are_printed_with_their_numbers(plant):
    hot, height = reserved(plant), reserved(plant, kind=Kind.WORK_AT_HEIGHT, values={})
    PermitLink.objects.create(a=hot, b=height, at=clock.now(), by=plant.head)
    text = printed(filled(hot, risk_result=["火灾", "触电"]))
    assert f"高处作业{height.number}" in text and "风险辨识结果火灾、触电" in text


def test_each_copy_names_who_keeps_it(plant):
    text = printed(reserved(plant), copies=True)
    for copy in ("第一联监护人", "第二联作业单位（动火人）", "第三联（存档）所在基层单位"):
        assert copy in text


def test_a_field_no_layout_knows_is_printed_below(plant):
    permit = reserved(plant)
    field = {"key": "own", "label": "本厂附加栏", "type": "text", "required": False}
    content = permit.template.content | {"fields": [*permit.template.content["fields"], field]}
    type(permit.template).objects.filter(pk=permit.template_id).update(content=content)
    _parsed.cache_clear()  # a version never changes but here
    assert "本厂附加栏厂内要求" in printed(filled(permit, own="厂内要求"))


@pytest.mark.clause("PTW-166", "PTW-131")
def test_the_hazard_analysis_is_printed_alone_and_noted(plant):
    permit = reserved(plant)
    RiskRow.objects.create(
        permit=permit, seq=1, step="切割", hazard="火花飞溅", consequence="火灾", measure="铺灭火毯"
    )
    answer = sign_in(plant.head).get(reverse("permits:print_hazards", args=[permit.pk]))
    text = text_of(b"".join(answer.streaming_content))
    assert "作业安全分析表" in text and "1切割火花飞溅火灾铺灭火毯" in text
    assert AuditRow.objects.filter(verb="permit_print", target_id=str(permit.pk)).count() == 1


def test_a_pile_is_one_file_and_each_is_noted(plant):
    pile = [reserved(plant), reserved(plant, kind=Kind.WORK_AT_HEIGHT, values={})]
    ids = {"ids": [str(one.pk) for one in pile]}
    answer = sign_in(plant.head).post(reverse("permits:print_many"), ids)
    content = b"".join(answer.streaming_content)
    with pypdfium2.PdfDocument(content) as document:
        titles = [one.get_title().strip() for one in document.get_toc() if one.level == 0]
    assert len(titles) == 2 and all(one.number in " ".join(titles) for one in pile)
    assert AuditRow.objects.filter(verb="permit_print").count() == 2


def test_another_plant_prints_nothing(plant):
    stranger = sign_in(make_account(make_company(), Role.SAFETY_MANAGER))
    address = reverse("permits:print", args=[reserved(plant).pk])
    assert stranger.get(address).status_code == 404
    assert not AuditRow.objects.filter(verb="permit_print").exists()


def scan(permit: Permit, seal: str = "") -> str:
    code = paper_code(permit.pk, seal or permit.signatures.last().sm3)
    return Client().get(reverse("permits:verify_paper", args=[code])).content.decode()


def test_a_scanned_paper_tells_what_it_is_worth_and_no_names(plant):
    permit = accepted(plant)
    seals = list(permit.signatures.values_list("sm3", flat=True))
    now = scan(permit)
    assert "与系统一致" in now and permit.number in now and "不可凭此票作业" in now
    assert not any(one.person.name in now for one in plant.everybody())
    assert "打印后有变化" in scan(permit, seals[3])
    assert "不是有效的票" in scan(permit, "ab" * 32)
    assert permit.number not in scan(permit, "ab" * 32)
    Permit.objects.filter(pk=permit.pk).update(content="改过的内容")
    assert "记录被改动" in scan(permit)


def test_scanning_is_held_back_after_thirty_a_minute(plant):
    address = reverse("permits:verify_paper", args=["A" * 42])
    codes = [Client().get(address).status_code for _ in range(31)]
    assert codes == [404] * 30 + [429]
