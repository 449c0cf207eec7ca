"""What the standard demands by single clauses stands on the form, and nobody can decline it."""

import pytest

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.forms import FieldType, Stage
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.measures import Answer, check_answers, owed_measures
from anhuan.domains.permits.seeds import shipped_form
from anhuan.domains.permits.tests.test_rules_measures import forced

EACH = pytest.mark.parametrize("kind", list(Kind))


def owed(kind, words, level="", *flags):
    """The one measure of the form with all these words."""
    rows = owed_measures(shipped_form(kind), level, Facts(frozenset(flags)))
    found = [one for one in rows if all(word in one.text for word in words.split())]
    assert len(found) == 1, [one.text for one in found]
    return found[0]


@pytest.mark.clause("GBW-123", "GBW-131", "GBW-149", "GBW-161", "GBW-164", "GBW-181", "GBW-190")
@pytest.mark.parametrize(
    ("kind", "words", "level", "flags"),
    [
        (Kind.CONFINED_SPACE, "停止作业期间 入口 警示标志", "", ()),
        (Kind.BLIND_PLATE, "已降压 常压", "", ()),
        (Kind.WORK_AT_HEIGHT, "临时拆除或变动 审批人同意", "I", (Flag.REMOVES_GUARDS,)),
        (Kind.LIFTING, "管道、管架、电杆、机电设备作锚点", "third", ()),
        (Kind.LIFTING, "任何人 紧急停车信号立即执行 不起吊", "third", ()),
        (Kind.EXCAVATION, "雨雪后 边坡和支撑", "", (Flag.RAIN, Flag.OUTDOOR)),
        (Kind.ROAD_BREAKING, "交通警示标志 路栏 警示灯 导向标", "", ()),
    ],
)
def test_it_is_on_the_form_and_cannot_be_declined(kind, words, level, flags):
    measure = owed(kind, words, level, *flags)
    assert measure.no in forced(kind, level, *flags)
    declined = {measure.no: Answer(False, reason="不涉及", confirmer="张班")}
    found = check_answers(shipped_form(kind), level, Facts(frozenset(flags)), declined)
    assert any(f"第 {measure.no} 条措施按作业条件必须落实" in one.text for one in found)


@pytest.mark.clause("GBW-161")
def test_a_building_as_anchor_brings_the_proof_of_who_calculated_it():
    field = next(one for one in shipped_form(Kind.LIFTING).fields if one.key == "anchor_check")
    assert field.type is FieldType.FILE and "building_anchor" in field.forced


@pytest.mark.clause("GBW-143")
def test_scaffolds_light_roofs_tools_and_the_ground_below_are_looked_at():
    for words in ("脚手架、防护网、围栏", "轻型棚", "不承重物", "工具袋", "四周已设警戒区"):
        owed(Kind.WORK_AT_HEIGHT, words, "I")


@pytest.mark.clause("GBW-177")
def test_temporary_power_ends_with_its_supplier_told_and_the_line_removed():
    form = shipped_form(Kind.TEMP_POWER)
    assert any("已通知配送电单位，线路已拆除" in one.text for one in form.acceptance)
    lock = next(one for one in form.fields if one.key == "remove_lock")
    assert lock.stage is Stage.ACCEPTANCE and lock.required


@EACH
@pytest.mark.clause("GBW-010", "GBW-012")
def test_everybody_is_told_of_the_place_the_rescue_gear_and_the_protection_to_wear(kind):
    """And signs for it: the briefing of a kind is made of these lines."""
    told = " ".join(one.text for one in shipped_form(kind).briefing)
    for words in ("到现场查看作业环境", "救援器材的位置", "正确佩戴个体防护装备"):
        assert words in told


@pytest.mark.clause("GBW-122")
@pytest.mark.parametrize("kind", [Kind.CONFINED_SPACE, Kind.TANK_CLEANING])
def test_nobody_goes_in_to_rescue_without_breathing_apparatus(kind):
    rows = [one for one in shipped_form(kind).briefing if one.group == "emergency"]
    assert any("不戴隔绝式呼吸防护严禁进入施救" in one.text for one in rows)
