"""What is shipped is whole: every form, its counts, its signatures and copies."""

import pytest

from anhuan.domains.permits.rules.conditions import CONDITIONS
from anhuan.domains.permits.rules.facts import FLAG_LABELS, Facts, Flag
from anhuan.domains.permits.rules.forms import (
    STAGES,
    FieldType,
    SignMode,
    Stage,
    template_data,
    validate_template,
)
from anhuan.domains.permits.rules.gas import Target
from anhuan.domains.permits.rules.hazards import suggest
from anhuan.domains.permits.rules.kinds import KINDS, SPECIAL_KINDS, Kind
from anhuan.domains.permits.rules.places import PLACES
from anhuan.domains.permits.rules.roles import SIGNER_LABELS, Signer
from anhuan.domains.permits.seeds import shipped_form, shipped_forms, shipped_hazards

EACH = pytest.mark.parametrize("kind", list(Kind))


@pytest.mark.clause("PTW-020", "PTW-028", "AQP-078", "AQP-009")
@EACH
def test_every_kind_has_a_sound_form(kind):
    form = shipped_form(kind)
    assert form.kind is kind and form.version >= 1
    assert validate_template(template_data(form), form) == []
    assert len(shipped_forms()) == len(Kind)


@pytest.mark.clause(
    "GBW-194",
    "GBW-195",
    "GBW-196",
    "GBW-197",
    "GBW-198",
    "GBW-199",
    "GBW-200",
    "GBW-201",
    "PTW-092",
)
@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (Kind.HOT_WORK, 15), (Kind.CONFINED_SPACE, 14), (Kind.BLIND_PLATE, 10),
        (Kind.WORK_AT_HEIGHT, 14), (Kind.LIFTING, 19), (Kind.TEMP_POWER, 13),
        (Kind.EXCAVATION, 10), (Kind.ROAD_BREAKING, 3),
    ],
)  # fmt: skip
def test_as_many_measures_as_annex_a_and_none_for_some_grades_only(kind, count):
    form = shipped_form(kind)
    assert len(form.measures) == count
    assert all(len(form.measures_for(level.code)) == count for level in KINDS[kind].levels)


def inputs(kind, no):
    return [one.label for one in shipped_form(kind).measures[no - 1].inputs]


@pytest.mark.clause("GBW-194", "GBW-195", "GBW-198", "GBW-199")
def test_the_numbers_annex_a_asks_for():
    assert inputs(Kind.HOT_WORK, 2) == ["盲板块数"]
    assert inputs(Kind.HOT_WORK, 8) == ["灭火器", "灭火毯", "消防蒸汽带或消防水带"]
    assert inputs(Kind.CONFINED_SPACE, 11) == ["消防器材", "救生绳", "气防装备"]
    assert inputs(Kind.LIFTING, 13) == ["吊物质量"]
    assert inputs(Kind.TEMP_POWER, 5) == ["现场架空高度", "跨路架空高度"]
    assert inputs(Kind.TEMP_POWER, 8) == ["埋深"]


def roles(kind, level=""):
    return [one.role.value for one in shipped_form(kind).signatures_for(level)]


@pytest.mark.clause(
    "GBW-202",
    "GBW-203",
    "GBW-204",
    "GBW-205",
    "GBW-206",
    "GBW-207",
    "GBW-208",
    "GBW-209",
    "PTW-050",
    "PTW-155",
)
@pytest.mark.parametrize(
    ("kind", "level", "wanted"),
    [
        (Kind.HOT_WORK, "special", "guardian work_leader local_unit safety approver shift_leader"),
        (Kind.HOT_WORK, "first", "guardian work_leader local_unit safety approver shift_leader"),
        (Kind.HOT_WORK, "second", "guardian work_leader local_unit approver shift_leader"),
        (Kind.CONFINED_SPACE, "", "work_leader approver"),
        (Kind.BLIND_PLATE, "", "work_leader approver work_leader"),
        (Kind.WORK_AT_HEIGHT, "IV", "work_leader local_unit reviewer approver"),
        (Kind.LIFTING, "third", "commander local_unit reviewer approver"),
        (Kind.TEMP_POWER, "", "work_leader user_unit approver"),
        (Kind.EXCAVATION, "", "work_leader local_unit water electricity steam process equipment"
                              " fire safety approver"),
        (Kind.ROAD_BREAKING, "", "work_leader local_unit fire safety approver work_leader"),
    ],
)  # fmt: skip
def test_signatures_in_the_order_of_the_forms(kind, level, wanted):
    assert roles(kind, level) == ["briefer", "briefed", *wanted.split(), "local_unit"]


@pytest.mark.clause("GBW-219", "GBW-220", "GBW-208")
def test_countersigning_is_parallel_and_before_the_approval():
    form = shipped_form(Kind.EXCAVATION)
    orders = {one.key: one.order for one in form.signatures if one.stage is Stage.APPROVAL}
    seven = ["water", "electricity", "steam", "process", "equipment", "fire", "safety"]
    assert len({orders[key] for key in seven}) == 1
    assert orders["approver"] > orders["water"] > orders["local_unit"]


@pytest.mark.clause("GBW-202")
def test_the_shift_leader_looks_after_the_last_approval_and_before_work():
    form = shipped_form(Kind.HOT_WORK)
    stages = [STAGES.index(one.stage) for one in form.signatures_for("first")]
    assert stages == sorted(stages)
    (check,) = [one for one in form.signatures if one.stage is Stage.CHECK]
    assert check.role is Signer.SHIFT_LEADER
    assert STAGES.index(Stage.APPROVAL) < STAGES.index(Stage.CHECK) < STAGES.index(Stage.WORK)


@pytest.mark.clause("GBW-193", "GBW-137")
@pytest.mark.parametrize("kind", [Kind.BLIND_PLATE, Kind.ROAD_BREAKING])
def test_blinds_and_roads_are_accepted_by_both_sides(kind):
    last = [one.role for one in shipped_form(kind).signatures if one.stage is Stage.ACCEPTANCE]
    assert last == [Signer.WORK_LEADER, Signer.LOCAL_UNIT]


@pytest.mark.clause(
    "GBW-214", "GBW-215", "GBW-216", "GBW-217", "GBW-218", "GBW-219", "GBW-220", "AQP-009"
)
@pytest.mark.parametrize(
    ("kind", "level", "post"),
    [
        (Kind.HOT_WORK, "special", "leader"), (Kind.HOT_WORK, "first", "safety"),
        (Kind.HOT_WORK, "second", "local_unit"), (Kind.CONFINED_SPACE, "", "local_unit"),
        (Kind.BLIND_PLATE, "", "local_unit"), (Kind.WORK_AT_HEIGHT, "I", "local_unit"),
        (Kind.WORK_AT_HEIGHT, "II", "professional"), (Kind.WORK_AT_HEIGHT, "III", "professional"),
        (Kind.WORK_AT_HEIGHT, "IV", "chief"), (Kind.LIFTING, "first", "chief"),
        (Kind.LIFTING, "second", "professional"), (Kind.LIFTING, "third", "professional"),
        (Kind.TEMP_POWER, "", "power_supplier"), (Kind.EXCAVATION, "", "professional"),
        (Kind.ROAD_BREAKING, "", "professional"),
    ],
)  # fmt: skip
def test_who_approves_by_table_b1(kind, level, post):
    assert shipped_form(kind).approval_for(level).role == post


@EACH
def test_a_raised_approver_is_somebody_else(kind):
    form = shipped_form(kind)
    for one in form.approvals:
        assert one.raised_role is not one.role
    assert form.approval_for(KINDS[kind].levels[-1].code)


@pytest.mark.clause("GBW-226")
@pytest.mark.parametrize(
    ("kind", "level", "second", "third"),
    [
        (Kind.HOT_WORK, "first", "动火人", "安全管理部门"),
        (Kind.HOT_WORK, "second", "动火人", "所在基层单位"),
        (Kind.LIFTING, "third", "吊装指挥", "所在基层单位"),
        (Kind.TEMP_POWER, "", "配送电执行人", "电气管理部门"),
        (Kind.EXCAVATION, "", "作业单位负责人", "专业部门"),
    ],
)
def test_three_copies_and_their_holders(kind, level, second, third):
    copies = [
        one.holder for one in shipped_form(kind).copies if not one.levels or level in one.levels
    ]
    assert len(copies) == 3 and copies[0] == "监护人"
    assert second in copies[1] and third in copies[2]


MATRIX = {  # the boxes of annex A: which form prints which
    "apply_at": {"hot", "space", "height", "lift", "power", "dig"},
    "work_unit": {"hot", "space", "blind", "height", "lift", "dig", "road"},
    "work_leader": {"hot", "space", "blind", "height", "power", "dig", "road"},
    "workers": {"hot", "space", "blind", "height", "lift", "power"},
    "guardians": {"hot", "space", "blind", "height", "lift", "power", "dig", "road"},
    "related_permits": {"hot", "space", "blind", "height", "power", "dig", "road"},
    "risk_result": {"hot", "space", "blind", "height", "lift", "power", "dig", "road"},
    "starts_at": {"hot", "space", "height", "lift", "power", "dig", "road"},
}
SHORT = dict(zip(["hot", "space", "blind", "height", "lift", "power", "dig", "road"],
                 SPECIAL_KINDS, strict=True))  # fmt: skip


@pytest.mark.clause("GBW-212")
@pytest.mark.parametrize("box", MATRIX)
def test_each_form_prints_the_boxes_it_has(box):
    printed = {
        short
        for short, kind in SHORT.items()
        if any(one.key == box and one.printed for one in shipped_form(kind).fields)
    }
    assert printed == MATRIX[box]


@pytest.mark.clause("GBW-203", "GBW-204", "GBW-206", "GBW-207", "GBW-208", "GBW-209")
@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (Kind.HOT_WORK, "hot_part hot_method"),
        (Kind.CONFINED_SPACE, "space_name orig_medium"),
        (Kind.BLIND_PLATE, "action medium temperature_c pressure_kpa plate_material plate_spec"
                           " plate_no actual_start drawing drawing_author"),
        (Kind.WORK_AT_HEIGHT, "height_m"),
        (Kind.LIFTING, "rigging slingers commander mass_t"),
        (Kind.TEMP_POWER, "source_point allowed_kw voltage_v devices power_user"),
        (Kind.EXCAVATION, "scope depth_m area_m2 sketch"),
        (Kind.ROAD_BREAKING, "related_units sketch"),
    ],
)  # fmt: skip
def test_the_boxes_only_one_form_has(kind, keys):
    printed = {one.key for one in shipped_form(kind).fields if one.printed and one.required}
    assert set(keys.split()) <= printed


def test_every_form_collects_what_is_reported_of_all():
    owed = {"apply_unit", "work_unit", "content", "place", "starts_at", "ends_at", "workers",
            "work_leader", "guardians", "risk_result", "conditions"}  # fmt: skip
    for form in shipped_forms().values():
        assert owed <= {one.key for one in form.fields}, form.kind


@pytest.mark.clause("GBW-203", "GBW-202")
def test_gas_tables():
    space, hot = shipped_form(Kind.CONFINED_SPACE).gas, shipped_form(Kind.HOT_WORK).gas
    assert set(space.targets) == set(Target) and space.rows == 5 and space.has_point
    assert hot.rows == 3
    assert shipped_form(Kind.TEMP_POWER).gas.targets == (Target.FLAMMABLE,)


@pytest.mark.clause("PTW-029", "PTW-121")
def test_forms_are_signed_on_site_or_routed():
    modes = {one.mode for form in shipped_forms().values() for one in form.signatures}
    assert modes == set(SignMode)
    for kind in SPECIAL_KINDS:
        approver = [one for one in shipped_form(kind).signatures if one.role is Signer.APPROVER]
        assert [one.mode for one in approver] == [SignMode.ON_SITE]


# --- lists -------------------------------------------------------------------------------
@pytest.mark.clause("AQP-084", "AQP-085")
def test_check_lists_grow_with_the_grade():
    hot = shipped_form(Kind.HOT_WORK)
    counts = [
        len(hot.items_for(hot.guardian_checks, one)) for one in ("second", "first", "special")
    ]
    assert counts[0] < counts[1] < counts[2]
    special = {one.key for one in hot.items_for(hot.acceptance, "special")}
    assert special > {one.key for one in hot.items_for(hot.acceptance, "second")}


@pytest.mark.clause("AQP-079")
def test_briefings_depend_on_kind_place_and_grade():
    hot = shipped_form(Kind.HOT_WORK)

    def keys(level, *places):
        return {one.key for one in hot.items_for(hot.briefing, level, *places)}

    assert keys("second", "tank_farm") - keys("second") == {"hot_tank"}
    assert keys("special") - keys("second") == {"hot_special"}
    assert "dig_hazard" not in keys("special")


@pytest.mark.clause("GBW-011", "GBW-013")
@EACH
def test_a_briefing_tells_hazards_measures_and_emergencies(kind):
    groups = {one.group for one in shipped_form(kind).briefing}
    assert {"hazard", "measure", "emergency"} <= groups
    assert ("underground" in groups) is (kind in (Kind.EXCAVATION, Kind.ROAD_BREAKING))


@pytest.mark.clause("GBW-044", "GBW-075", "GBW-167", "GBW-188", "GBW-193")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.HOT_WORK, "残留火种"), (Kind.CONFINED_SPACE, "工器具"), (Kind.LIFTING, "起重臂"),
        (Kind.TEMP_POWER, "通知配送电单位"), (Kind.EXCAVATION, "回填"),
        (Kind.ROAD_BREAKING, "恢复交通"), (Kind.WORK_AT_HEIGHT, "盖板"),
    ],
)  # fmt: skip
def test_conditions_of_acceptance(kind, words):
    assert any(words in one.text for one in shipped_form(kind).acceptance)


@pytest.mark.clause("GBW-028", "GBW-120", "GBW-014")
def test_guardians_check_themselves_the_space_and_the_site():
    texts = " ".join(one.text for one in shipped_form(Kind.CONFINED_SPACE).guardian_checks)
    for words in ("明显标识", "出入口畅通", "无关物品", "上锁", "警示标志", "消防通道"):
        assert words in texts


@pytest.mark.clause("GBW-165")
def test_guardians_of_a_lift_look_at_what_crane_and_slingers_do():
    texts = " ".join(one.text for one in shipped_form(Kind.LIFTING).guardian_checks)
    said = (
        "短行程试吊",
        "自由下落",
        "极限位置限制器",
        "悬在空中",
        "缠绕吊物",
        "混用索具",
        "操作规程",
    )
    for words in said:
        assert words in texts


@pytest.mark.clause("PTW-124", "PTW-044", "AQP-019", "AQP-020")
def test_hazards_to_suggest_for_every_kind():
    rows = shipped_hazards()
    assert len(rows) >= 60 and len({row.key for row in rows}) == len(rows)
    for kind in Kind:
        assert [row for row in rows if kind in row.kinds], kind
    assert all(row.step and row.hazard and row.consequence and row.measure for row in rows)


@pytest.mark.clause("AQP-019")
def test_suggestions_fit_the_place_and_put_what_holds_first():
    rows = shipped_hazards()
    hot = suggest(
        rows, Kind.HOT_WORK, "second", frozenset({"tank_farm"}), frozenset({"gas_cutting"})
    )
    assert "气瓶" in hot[0].hazard
    assert all(not row.kinds or Kind.HOT_WORK in row.kinds for row in hot)
    road = suggest(rows, Kind.HOT_WORK, "second", frozenset({"road"}))
    assert len(road) < len(hot)
    special = suggest(rows, Kind.HOT_WORK, "special", frozenset())
    assert any("带压" in row.hazard for row in special)
    assert not any("带压" in row.hazard for row in road)


def test_words_of_the_data_exist():
    flags = {flag for row in shipped_hazards() for flag in row.flags}
    assert flags <= set(CONDITIONS)
    places = {place for row in shipped_hazards() for place in row.places}
    places |= {
        p
        for f in shipped_forms().values()
        for i in (*f.briefing, *f.guardian_checks)
        for p in i.places
    }
    assert places <= set(PLACES)
    assert set(FLAG_LABELS) == set(Flag) and set(SIGNER_LABELS) == set(Signer)
    assert all(CONDITIONS[flag].holds(Kind.HOT_WORK, "", Facts(frozenset({flag}))) for flag in Flag)


@EACH
def test_flags_that_force_something_can_be_ticked(kind):
    """A condition nobody can tick would never force its measure. Night, rain and the like come
    from the clock and the weather; `outdoor` must be asked wherever wind matters."""
    form = shipped_form(kind)
    asked = {
        option.key for one in form.fields if one.type is FieldType.MULTI for option in one.options
    }
    told = {"night", "rain", "snow", "fog"}
    named = {
        name
        for one in (*form.fields, *form.measures, *(x for x in form.extras if x.clause))
        for name in one.forced
        if name in set(Flag)
    }
    shared = {"corrosive", "radioactive", "crossing", "removes_guards"}
    assert named - asked - told - shared == set()
