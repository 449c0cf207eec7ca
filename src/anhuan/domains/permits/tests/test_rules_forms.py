"""The form as data: reading it, checking what is filled in, what a plant may change."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.forms import (
    Stage,
    check_values,
    differences,
    parse_template,
    template_data,
    validate_template,
)
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.seeds import shipped_form
from anhuan.kernel.errors import Refused

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

HOT = shipped_form(Kind.HOT_WORK)
POWER = shipped_form(Kind.TEMP_POWER)
WHEN = "2026-11-22T08:00:00+08:00"
RESERVED = {
    "apply_unit": "炼油一部", "work_unit": "检修公司", "content": "更换阀门", "place": "p1",
    "hot_part": "P-101 法兰", "hot_method": ["drill"], "starts_at": WHEN, "ends_at": WHEN,
}  # fmt: skip
APPLIED = {
    **RESERVED, "apply_at": WHEN, "workers": ["w1", "w2"], "work_leader": "l1", "guardians": ["g1"],
}  # fmt: skip


def codes(found):
    return [one.code for one in found]


def faults(values, stage=Stage.APPLICATION, level="second", facts=None):
    return codes(check_values(HOT, values, stage, level, facts))


# --- values ------------------------------------------------------------------------------
@pytest.mark.clause("AQP-015", "PTW-119")
@pytest.mark.parametrize(
    "key", ["apply_unit", "work_unit", "content", "place", "starts_at", "ends_at"]
)
def test_a_reservation_lacks_nothing_it_must_have(key):
    assert faults(RESERVED, Stage.RESERVATION) == []
    assert faults({**RESERVED, key: ""}, Stage.RESERVATION) == [f"{key}_missing"]


def test_a_field_is_asked_for_when_it_is_due():
    assert faults(APPLIED) == []
    assert set(faults(RESERVED)) == {f"{k}_missing" for k in APPLIED.keys() - RESERVED.keys()}
    assert faults(APPLIED, Stage.ANALYSIS) == ["risk_result_missing"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("content", 5), ("starts_at", "tomorrow"), ("starts_at", "2026-11-22T08:00:00"),
        ("workers", "w1"), ("workers", ["w1", "w1"]), ("hot_method", ["laser"]),
        ("height_m", "3"), ("height_m", True), ("height_m", float("nan")), ("height_m", -1),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_sort_is_named(key, value):
    assert faults({**APPLIED, key: value}) == [f"{key}_invalid"]


def test_a_box_the_form_does_not_have_is_refused():
    assert faults({**APPLIED, "bribe": 100}) == ["bribe_unknown"]


@pytest.mark.clause("GBW-090", "AQP-026")
def test_only_special_hot_work_owes_a_plan():
    analysed = {**APPLIED, "risk_result": ["火灾"]}
    assert faults(analysed, Stage.ANALYSIS, "first") == []
    assert faults(analysed, Stage.ANALYSIS, "special") == ["plan_missing"]
    assert faults({**analysed, "plan": ["f1"]}, Stage.ANALYSIS, "special") == []


@pytest.mark.clause("GBW-060")
def test_removing_a_pipe_owes_three_facts():
    removing = {**APPLIED, "conditions": ["pipe_removal"]}
    owed = {"pipe_medium_missing", "pipe_conditions_missing", "pipe_route_missing"}
    assert set(faults(removing)) == owed


@pytest.mark.clause("GBW-020")
def test_crossing_work_owes_a_coordinator():
    assert faults({**APPLIED, "conditions": ["crossing"]}) == ["coordinator_missing"]
    assert faults(APPLIED, facts=Facts(frozenset({Flag.CROSSING}))) == ["coordinator_missing"]


@pytest.mark.clause("GBW-153", "GBW-154", "GBW-155")
def test_which_lifts_owe_a_plan():
    form = shipped_form(Kind.LIFTING)

    def owes(level, *flags):
        facts = Facts(frozenset(flags), mass_t=20)
        return "plan_missing" in codes(check_values(form, {}, Stage.ANALYSIS, level, facts))

    assert owes("first") and owes("second") and not owes("third")
    for flag in (Flag.ODD_SHAPE, Flag.LOW_RIGIDITY, Flag.SLENDER, Flag.PRECIOUS,
                 Flag.HARD_CONDITIONS, Flag.HAZARDOUS_EQUIPMENT):  # fmt: skip
        assert owes("third", flag)


@pytest.mark.clause("GBW-128", "GBW-129", "GBW-134", "GBW-126", "GBW-127")
def test_what_a_blind_owes_by_its_circumstances():
    form = shipped_form(Kind.BLIND_PLATE)

    def owed(*flags):
        found = check_values(form, {}, Stage.MEASURES, "", Facts(frozenset(flags)))
        return set(codes(found))

    more = {
        Flag.SHARED_PIPE: "neighbours_told_missing",
        Flag.HIGH_PRESSURE: "test_report_missing",
        Flag.FIVE_TOXIC: "detector_no_missing",
    }
    for flag, code in more.items():
        assert code not in owed() and code in owed(flag)
    assert {
        "plate_no_missing",
        "drawing_missing",
        "drawing_no_missing",
        "commander_missing",
    } <= owed()


@pytest.mark.clause("GBW-013", "GBW-179", "GBW-209", "GBW-208")
def test_digging_and_closing_roads_owe_drawings_of_what_lies_below():
    for kind in (Kind.EXCAVATION, Kind.ROAD_BREAKING):
        missing = set(codes(check_values(shipped_form(kind), {}, Stage.BRIEFING)))
        assert {"underground_missing", "sketch_missing"} <= missing
    assert "underground_missing" not in codes(check_values(HOT, {}, Stage.BRIEFING))


@pytest.mark.clause(
    "GBW-007", "GBW-008", "GBW-098", "GBW-100", "GBW-121", "GBW-144", "GBW-158", "GBW-162",
    "GBW-171", "GBW-186", "GBW-189",
)  # fmt: skip
@pytest.mark.parametrize(
    ("kind", "flag", "key", "stage"),
    [
        (Kind.HOT_WORK, Flag.HELD_HAZARDOUS, "treatment", Stage.MEASURES),
        (Kind.CONFINED_SPACE, Flag.ENERGY, "isolation", Stage.MEASURES),
        (Kind.CONFINED_SPACE, Flag.HELD_HAZARDOUS, "blind_keeper", Stage.APPLICATION),
        (Kind.CONFINED_SPACE, Flag.HELD_HAZARDOUS, "blind_permits", Stage.MEASURES),
        (Kind.CONFINED_SPACE, Flag.PIPED_AIR, "air_analysis", Stage.MEASURES),
        (Kind.CONFINED_SPACE, Flag.LONG_OR_HARD, "stay_min", Stage.APPLICATION),
        (Kind.WORK_AT_HEIGHT, Flag.NEAR_VENT, "local_contact", Stage.MEASURES),
        (Kind.EXCAVATION, Flag.HAZARDOUS_PLACE, "local_contact", Stage.MEASURES),
        (Kind.LIFTING, None, "equipment_check", Stage.MEASURES),
        (Kind.LIFTING, None, "trial_lift_at", Stage.WORK),
        (Kind.TEMP_POWER, None, "connect_lock", Stage.MEASURES),
        (Kind.TEMP_POWER, None, "remove_lock", Stage.ACCEPTANCE),
        (Kind.ROAD_BREAKING, None, "plan", Stage.ANALYSIS),
    ],
)
def test_what_is_owed_by_a_step_and_only_where_it_matters(kind, flag, key, stage):
    def owes(at, facts):
        return f"{key}_missing" in codes(check_values(shipped_form(kind), {}, at, "", facts))

    marked = Facts(frozenset({flag} if flag else ()))
    assert owes(stage, marked) and not owes(Stage.RESERVATION, marked)
    assert owes(stage, Facts()) is (flag is None)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"name": "焊机", "rated_kw": 6}], ""),
        ([{"name": "焊机"}], "第 1 行请填写额定功率"),
        ([{"name": "焊机", "rated_kw": "six"}], "第 1 行额定功率应为数字"),
        ([{"name": "焊机", "rated_kw": 6, "colour": "red"}], "没有“colour”这一列"),
        ("焊机", "应为表格"),
    ],
)
def test_tables_are_checked_row_by_row(rows, words):
    found = [
        one.text
        for one in check_values(POWER, {"devices": rows}, Stage.RESERVATION)
        if one.code == "devices_invalid"
    ]
    assert words in "".join(found) and bool(found) is bool(words)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@PATIENT
@given(st.sampled_from(list(Kind)), st.data())
def test_whatever_is_sent_in_is_answered_with_reasons(kind, data):
    form = shipped_form(kind)
    keys = [one.key for one in form.fields]
    values = data.draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=6))
    assert all(one.text and one.code for one in check_values(form, values, Stage.ACCEPTANCE))


@st.composite
def broken(draw):
    """A shipped form with a few of its leaves or branches replaced by anything."""
    data = template_data(shipped_form(draw(st.sampled_from(list(Kind)))))
    for _ in range(draw(st.integers(1, 3))):
        node = data
        while isinstance(node, dict | list) and node:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = draw(st.sampled_from(keys))
            if draw(st.booleans()) or not isinstance(node[key], dict | list):
                node[key] = draw(JSON)
                break
            node = node[key]
    return data


@PATIENT
@given(broken())
def test_whatever_a_plant_saves_is_answered_with_reasons_or_parses(data):
    found = validate_template(data, HOT)
    assert all(one.text and one.code for one in found)
    if not found:
        assert parse_template(data).kind is HOT.kind


# --- data there and back -----------------------------------------------------------------
@pytest.mark.parametrize("kind", list(Kind))
def test_a_form_survives_its_data(kind):
    form = shipped_form(kind)
    assert parse_template(template_data(form)) == form


def test_bad_data_is_refused_with_every_fault_and_its_path():
    data = template_data(HOT)
    data["kind"], data["fields"][0]["type"], data["measures"][1]["no"] = "cold_work", "novel", "two"
    del data["title"]
    with pytest.raises(Refused) as caught:
        parse_template(data)
    texts = " ".join(one.text for one in caught.value.blockers)
    for path in ("form.kind", "form.fields[1].type", "form.measures[2].no", "form.title"):
        assert path in texts


# --- what a plant may change -------------------------------------------------------------
def changed(change, form=HOT):
    data = deepcopy(template_data(form))
    change(data)
    return codes(validate_template(data, form))


def named(rows, key):
    return next(row for row in rows if row["key"] == key)


@pytest.mark.clause("PTW-002", "PTW-094", "AQP-012", "PTW-120")
def test_a_plant_adds_words_fields_measures_and_signatures():
    def more(data):
        data["version"] = 2
        data["measures"][0]["text"] += "（本厂补充）"
        data["measures"].append(
            {"no": 16, "text": "喷淋 {n} 处", "inputs": [{"key": "n", "label": "喷淋"}]}
        )
        data["fields"].append({"key": "vest", "label": "反光衣", "type": "text"})
        data["signatures"].append(
            {"key": "fire", "label": "消防", "role": "fire", "stage": "approval", "order": 4}
        )
        data["approvals"][2]["role"] = "safety"
        data["approvals"][2]["raised_role"] = "leader"

    assert changed(more) == []


@pytest.mark.clause("PTW-155", "PTW-092", "GBW-222")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["measures"].pop(), "measure_removed"),
        (lambda d: d["measures"][6].update(forced=[]), "measure_weakened"),
        (lambda d: d["measures"][6]["inputs"][0].update(check=""), "measure_weakened"),
        (lambda d: d["measures"][2].update(explain=False), "measure_weakened"),
        (lambda d: d["measures"][7].update(levels=["special"]), "measure_weakened"),
        (lambda d: d["fields"].pop(2), "field_removed"),
        (lambda d: named(d["fields"], "content").update(required=False), "field_weakened"),
        (lambda d: named(d["fields"], "content").update(printed=False), "field_weakened"),
        (lambda d: named(d["fields"], "hot_method")["options"].pop(), "field_weakened"),
        (lambda d: d["signatures"].pop(3), "signature_removed"),
        (lambda d: named(d["signatures"], "guardian").update(role="worker"), "signature_weakened"),
        (lambda d: named(d["signatures"], "safety").update(levels=["first"]), "signature_weakened"),
        (lambda d: d["approvals"][0].update(role="local_unit"), "approval_lowered"),
        (lambda d: d.update(gas=None), "gas_removed"),
        (lambda d: d["acceptance"].pop(), "item_removed"),
    ],
)  # fmt: skip
def test_a_plant_drops_nothing_the_standard_has(change, code):
    assert code in changed(change)


def test_a_reviewer_is_as_the_plant_is_organised():
    """Table B.1 note 1: who reviews is the plant's; the form may ask them for some grades only."""
    height = shipped_form(Kind.WORK_AT_HEIGHT)

    def narrower(data):
        named(data["signatures"], "reviewer")["levels"] = ["III", "IV"]

    assert changed(narrower, height) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["fields"].append(d["fields"][0]), "field_twice"),
        (lambda d: d["signatures"].append(d["signatures"][0]), "signature_twice"),
        (lambda d: d["measures"][3].update(no=99), "measure_numbers"),
        (lambda d: d["extras"][0].update(no=5), "extra_numbers"),
        (lambda d: d["measures"][1].update(text="没有空格可填"), "measure_inputs"),
        (lambda d: d["measures"][1].update(text="括号 {不齐"), "measure_inputs"),
        (lambda d: d["measures"][0].update(text=" "), "measure_text"),
        (lambda d: d["measures"][0].update(forced=["full_moon"]), "condition_unknown"),
        (lambda d: d["measures"][6]["inputs"][0].update(check="feels_right"), "check_unknown"),
        (lambda d: d["fields"][0].update(levels=["IV"]), "level_unknown"),
        (lambda d: d["fields"][0].update(type="choice"), "options_missing"),
        (lambda d: d["fields"][0].update(type="table"), "columns_missing"),
        (lambda d: d["fields"][0].update(label=" "), "label_missing"),
        (lambda d: d["fields"][0].update(forced=["full_moon"]), "condition_unknown"),
        (lambda d: d["approvals"].pop(), "approval_count"),
        (lambda d: named(d["signatures"], "approver").update(order=1), "approver_last"),
        (lambda d: d.update(version=0), "template_head"),
        (lambda d: d.update(kind="lifting"), "kind_changed"),
    ],
)  # fmt: skip
def test_a_form_makes_sense_in_itself(change, code):
    assert code in changed(change)


def test_nonsense_is_refused_before_it_is_compared():
    assert codes(validate_template({"kind": 1}, HOT))
    assert codes(validate_template({**template_data(HOT), "colour": "red"}, HOT)) == [
        "template_unknown_key"
    ]


def test_differences_name_each_leaf():
    data = template_data(HOT)
    data["version"] = 2
    data["measures"][2]["text"] = "改写"
    data["fields"] = [one for one in data["fields"] if one["key"] != "hot_part"]
    found = differences(HOT, parse_template(data))
    assert [(one.path, one.after) for one in found[:1]] == [("measures[3].text", "改写")]
    assert found[0].label == "措施 3 · 内容"
    assert all(one.path.startswith("fields[hot_part]") and one.after is None for one in found[1:])
    assert differences(HOT, HOT) == []
