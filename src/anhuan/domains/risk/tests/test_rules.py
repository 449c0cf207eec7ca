"""Levels, scores, classes, major hazards, duties: literals on both sides of every boundary."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.domains.risk.rules import classes, direct_red, duties, levels, rows, scoring, settings
from anhuan.domains.risk.rules import major_hazards as gb
from anhuan.domains.risk.rules.accidents import KINDS, OLD, renamed
from anhuan.domains.risk.rules.levels import Control, Level
from anhuan.domains.risk.rules.reviews import is_review_due, review_due_on
from anhuan.domains.risk.rules.scoring import SHIPPED_BOUNDS, Bounds, Scale
from anhuan.domains.risk.seeds import shipped_duties, shipped_tables

TABLES = shipped_tables()


@pytest.mark.parametrize(
    ("value", "level"),
    [("320", "red"), ("319.9", "orange"), ("160", "orange"), ("159.9", "yellow"),
     ("70", "yellow"), ("69.9", "blue"), ("0.05", "blue"), ("10000", "red")],
)  # fmt: skip
def test_lec_levels_begin_at_320_160_and_70(value, level):
    assert SHIPPED_BOUNDS[Scale.LEC].level_of(Decimal(value)) == level


def test_a_plant_may_write_above_320_instead():
    above = Bounds(Decimal(320), Decimal(160), Decimal(70), is_inclusive=False)
    assert above.level_of(Decimal(320)) == "orange"
    assert above.level_of(Decimal("320.01")) == "red"
    assert above.level_of(Decimal(70)) == "blue"


@pytest.mark.parametrize(
    ("likelihood", "severity", "level"),
    [(4, 5, "red"), (5, 5, "red"), (4, 4, "orange"), (3, 5, "orange"), (3, 4, "yellow"),
     (3, 3, "yellow"), (2, 4, "blue"), (1, 1, "blue")],
)  # fmt: skip
def test_ls_levels_begin_at_20_15_and_9(likelihood, severity, level):
    scores = {"l": Decimal(likelihood), "s": Decimal(severity)}
    assert SHIPPED_BOUNDS[Scale.LS].level_of(scoring.value_of(Scale.LS, scores)) == level


@given(
    st.sampled_from(list(scoring.LEC_L)), st.sampled_from(list(scoring.LEC_E)),
    st.sampled_from(list(scoring.LEC_C)),
)  # fmt: skip
def test_lec_is_exact_and_more_of_anything_is_never_milder(likelihood, exposure, severity):
    ranks, bounds = list(Level), SHIPPED_BOUNDS[Scale.LEC]

    def level(a, b, c):
        return ranks.index(bounds.level_of(scoring.value_of(Scale.LEC, {"l": a, "e": b, "c": c})))

    here = level(likelihood, exposure, severity)
    assert (
        scoring.value_of(Scale.LEC, {"l": likelihood, "e": exposure, "c": severity})
        == Decimal(str(likelihood)) * exposure * severity
    )
    assert level(max(scoring.LEC_L), exposure, severity) <= here
    assert level(likelihood, exposure, max(scoring.LEC_C)) <= here


def test_scores_are_those_of_the_scale():
    wrong = {"l": Decimal(4), "e": None, "c": Decimal(15)}
    codes = {one.code for one in scoring.score_blockers(Scale.LEC, wrong)}
    assert codes == {"score_l", "score_e"}
    assert not list(scoring.score_blockers(Scale.LS, {"l": Decimal(5), "s": Decimal(1)}))


def test_bounds_must_rise_and_be_within_reach():
    bad = settings.Settings(ls=Bounds(Decimal(26), Decimal(15), Decimal(9)))
    assert {one.code for one in settings.settings_blockers(bad)} == {"bounds_ls_high"}
    assert not list(settings.settings_blockers(settings.Settings(
        ls=Bounds(Decimal(25), Decimal(15), Decimal(9)))))  # fmt: skip
    flat = settings.Settings(lec=Bounds(Decimal(160), Decimal(160), Decimal(70)))
    assert {one.code for one in settings.settings_blockers(flat)} == {"bounds_lec"}


@pytest.mark.parametrize(("people", "is_red"), [(9, False), (10, True)])
def test_ten_people_in_a_place_that_may_burn_are_red(people, is_red):
    facts = direct_red.Facts(burns_or_poisons=True, people_at_once=people)
    assert bool(list(direct_red.reds(facts))) is is_red
    assert not list(direct_red.reds(direct_red.Facts(people_at_once=50)))


def test_a_rule_switched_off_does_not_hold():
    facts = direct_red.Facts(breaks_law=True, had_accident=True, is_major_source=True)
    assert len(list(direct_red.reds(facts))) == 3
    assert list(direct_red.reds(facts, ["had_accident"])) == ["had_accident"]
    assert not list(direct_red.reds(facts, []))


@pytest.mark.clause("RISK-016", "AQG-022")
def test_the_graver_the_risk_the_higher_the_layer():
    layers = [levels.control_of(level) for level in Level]
    assert layers == [Control.COMPANY, Control.DEPARTMENT, Control.TEAM, Control.POST]
    assert levels.layers_of(Control.TEAM) == (Control.TEAM, Control.POST)
    assert not list(levels.control_blockers(Level.YELLOW, "department"))
    assert not list(levels.control_blockers(Level.YELLOW, "team"))
    (why,) = levels.control_blockers(Level.YELLOW, "post")
    assert why.code == "control_too_low"


def test_a_unit_is_as_grave_as_its_gravest_event_and_a_major_source_is_red():
    assert levels.gravest(["blue", "", "orange", "yellow"]) == "orange"
    assert levels.gravest(["", ""]) is None
    assert levels.object_level(["blue"], is_red=True) == "red"
    assert levels.object_level([], is_red=False) is None


@pytest.mark.clause("EXC-018")
def test_classes_are_the_official_fourteen_and_cycles_those_of_table_4():
    assert len(classes.CLASSES_2) == 14
    assert {classes.class_1_of(code) for code in classes.CLASSES_2} == set(classes.CLASSES_1)
    assert classes.reported_cycle(1, "week") == (7, "天")
    assert classes.reported_cycle(1, "quarter") == (3, "月")
    assert classes.reported_cycle(2, "hour") == (2, "小时")
    assert classes.reported_cycle(1, "shift", shift_h=12) == (12, "小时")
    assert {one.code for one in classes.cycle_blockers(1, "")} == {"cycle_unit"}
    assert {one.code for one in classes.cycle_blockers(10_000, "day")} == {"cycle_count"}
    assert not list(classes.cycle_blockers(9_999, "day"))


@pytest.mark.parametrize(("length", "is_fine"), [(100, True), (101, False)])
def test_a_name_too_long_for_the_receiver_is_told_before_it_is_sent(length, is_fine):
    row = {"ID": "x" * 36, "RISK_UNIT_ID": "u", "RISK_EVENT_NAME": "漏" * length, "DELETED": "0"}
    assert (not list(rows.row_faults(rows.EVENT, row))) is is_fine


def test_what_the_table_does_not_demand_may_be_empty():
    row = {key: "1" for key in ("ID", "RISK_EVENT_ID", "RISK_MEASURE_DESC", "CLASSIFY1",
                                "CLASSIFY2", "TROUBLESHOOT_CONTENT", "DELETED")}  # fmt: skip
    assert not list(rows.row_faults(rows.MEASURE, row))
    (fault,) = rows.row_faults(rows.MEASURE, row | {"TROUBLESHOOT_CONTENT": ""})
    assert fault.code == "missing_troubleshoot_content"


# --- GB 18218-2018 ---------------------------------------------------------------------------


def judged(*stocks, people=0):
    return gb.identify(
        TABLES, [gb.Stock(name, Fraction(q), cats) for name, q, cats in stocks], people
    )


def test_the_tables_are_whole():
    assert len(TABLES.chemicals) == 85
    assert len(TABLES.categories) == 24
    assert sum(one.beta is not None for one in TABLES.chemicals.values()) == 14
    assert TABLES.chemicals["氯"].threshold_t == 5
    assert TABLES.chemicals["氯"].beta == 4
    assert TABLES.categories["W5.4"].threshold_t == 5000


@pytest.mark.parametrize(("tonnes", "is_major"), [("499.999999", False), ("500", True)])
def test_a_unit_is_a_source_from_its_threshold_on(tonnes, is_major):
    assert judged(("甲醇", tonnes, ("W5.3",))).is_major is is_major


def test_ten_tenths_of_a_threshold_are_the_threshold():
    parts = [("甲醇", "50", ("W5.3",)), *((f"醚{n}", "100", ("W5.3",)) for n in range(9))]
    verdict = judged(*parts)
    assert verdict.s == 1
    assert verdict.is_major


def test_not_a_source_is_said():
    verdict = judged(("甲醇", "1", ("W5.3",)))
    assert (verdict.level, verdict.words) == (0, "不构成危险化学品重大危险源")


@pytest.mark.parametrize(
    ("r", "level"),
    [("100", 1), ("99.999", 2), ("50", 2), ("49.999", 3), ("10", 3), ("9.999", 4), ("1", 4)],
)
def test_levels_of_table_6(r, level):
    assert gb.level_of(Fraction(r)) == level


@pytest.mark.parametrize(
    ("people", "alpha"),
    [(0, "0.5"), (1, "1.0"), (29, "1.0"), (30, "1.2"), (49, "1.2"), (50, "1.5"), (99, "1.5"),
     (100, "2.0"), (5000, "2.0")],
)  # fmt: skip
def test_alpha_of_table_5(people, alpha):
    assert gb.alpha_of(people) == Fraction(alpha)


def test_beta_comes_from_table_3_then_table_4_and_the_lowest_threshold_counts():
    verdict = judged(("氯", "5", ()), ("某毒液", "10", ("J5", "W5.1")), people=30)
    chlorine, other = verdict.lines
    assert (chlorine.beta, chlorine.beta_by) == (4, "表3")
    assert (other.threshold_t, other.threshold_by) == (10, "表2 W5.1")
    assert other.beta == Fraction("1.5")
    assert verdict.s == 2
    assert verdict.r == Fraction("1.2") * (4 + Fraction("1.5"))


def test_what_cannot_be_judged_is_named():
    stocks = [gb.Stock("甲醇", Fraction(1)), gb.Stock("某物", Fraction(0), ("X9",)),
              gb.Stock("甲醇", Fraction(1), ("W5.3",))]  # fmt: skip
    codes = [one.code for one in gb.stock_blockers(TABLES, stocks, -1)]
    assert codes == [
        "stock_needs_category", "stock_quantity", "stock_category", "stock_twice", "people"
    ]  # fmt: skip
    assert [one.code for one in gb.stock_blockers(TABLES, [], 0)] == ["no_stock"]


SYMBOLS = st.sampled_from(sorted(TABLES.categories))
NAMED = st.sampled_from(sorted(TABLES.chemicals))
TONNES = st.integers(1, 10**7).map(lambda n: Fraction(n, 1000))


STOCKS = st.lists(
    st.tuples(NAMED, TONNES, SYMBOLS), min_size=1, max_size=5, unique_by=lambda one: one[0]
)


@given(STOCKS, st.integers(0, 300))
def test_more_of_a_chemical_never_lowers_a_unit(stocks, people):
    plain = [gb.Stock(name, q, (symbol,)) for name, q, symbol in stocks]
    more = [gb.Stock(plain[0].name, plain[0].quantity_t + 1, plain[0].categories), *plain[1:]]
    before, after = gb.identify(TABLES, plain, people), gb.identify(TABLES, more, people)
    assert after.s > before.s
    assert after.r > before.r
    assert before.is_major <= after.is_major
    if before.is_major:
        assert after.level <= before.level
    assert before.s == sum(q / TABLES.chemicals[name].threshold_t for name, q, _ in stocks)


@given(st.fractions(min_value=0, max_value=1000, max_denominator=10**6))
def test_figures_are_never_shown_rounded_up(value):
    assert Fraction(gb.shown(value)) <= value < Fraction(gb.shown(value)) + Fraction(1, 10**4)


# --- duties ----------------------------------------------------------------------------------


@pytest.mark.clause("AQG-024")
def test_the_three_roles_have_their_duties():
    shipped = shipped_duties()
    assert {one.role for one in shipped} == set(duties.Role)
    checks = {(one.role, one.every) for one in shipped if one.is_check}
    assert checks == {("technical", "quarter"), ("technical", "before_period"),
                      ("operational", "week")}  # fmt: skip


def test_periods():
    assert duties.span_of(duties.Every.WEEK, date(2026, 11, 22)) == (
        date(2026, 11, 16), date(2026, 11, 22))  # fmt: skip
    assert duties.span_of(duties.Every.QUARTER, date(2026, 12, 31)) == (
        date(2026, 10, 1), date(2026, 12, 31))  # fmt: skip
    assert duties.span_of(duties.Every.MONTH, date(2028, 2, 10))[1] == date(2028, 2, 29)
    found = list(duties.spans(duties.Every.MONTH, date(2026, 11, 30), date(2026, 12, 1)))
    assert [first.month for first, _ in found] == [11, 12]


@given(st.sampled_from(["week", "month", "quarter", "year"]),
       st.dates(date(2020, 1, 1), date(2035, 12, 31)))  # fmt: skip
def test_every_day_lies_in_exactly_one_period(every, day):
    kind = duties.Every(every)
    first, last = duties.span_of(kind, day)
    assert first <= day <= last
    assert list(duties.spans(kind, first, last)) == [(first, last)]


def test_the_check_before_a_holiday_is_one_for_all_its_days():
    days = [date(2026, 10, n) for n in range(1, 8)]
    found = list(duties.before_spans(days, date(2026, 9, 1), date(2026, 10, 31)))
    assert found == [(date(2026, 9, 24), date(2026, 9, 30))]


def test_a_change_is_registered_within_five_days():
    due = duties.update_due_on(date(2026, 11, 1), 5)
    assert due == date(2026, 11, 6)
    assert not duties.is_update_late(due, date(2026, 11, 6))
    assert duties.is_update_late(due, date(2026, 11, 7))


@pytest.mark.clause("DUAL-040")
def test_kinds_of_accident_are_the_27_and_old_words_become_new_ones():
    assert len(KINDS) == len(set(KINDS)) == 27
    assert {one for new in OLD.values() for one in new} <= set(KINDS)
    assert renamed(["车辆伤害", "火灾", "中毒和窒息", "中毒"], KINDS) == [
        "厂（场）内车辆致害", "火灾", "中毒", "窒息"]  # fmt: skip
    assert renamed(["车辆伤害"], [*KINDS, "车辆伤害"]) == ["车辆伤害"]  # the plant still says so
    assert renamed(["台风"], KINDS) == ["台风"]  # is refused by name


@pytest.mark.parametrize(
    ("assessed", "months", "due"),
    [
        (date(2025, 11, 20), 12, date(2026, 11, 20)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_an_assessment_holds_to_the_end_of_its_day(assessed, months, due):
    assert review_due_on(assessed, months) == due
    assert not is_review_due(assessed, months, due)
    assert is_review_due(assessed, months, due + timedelta(days=1))
