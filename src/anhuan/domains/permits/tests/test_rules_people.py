"""Duties kept apart, certificates, guardians."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from anhuan.domains.permits.rules.certificates import (
    Certificate,
    Trade,
    certificate_faults,
    needs_of,
)
from anhuan.domains.permits.rules.codes import reported_code
from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.people import (
    Crew,
    crew_blockers,
    guardian_blockers,
    separation_blockers,
)
from anhuan.domains.permits.rules.roles import Signer

NAMES = {"w": "王焊", "g": "郭监", "l": "李工", "a": "安审"}
CREW = Crew(frozenset("w"), frozenset("g"), frozenset("l"), frozenset("a"), NAMES)
DAY = date(2026, 11, 22)
T0 = datetime(2026, 11, 22, 8, tzinfo=UTC)


def codes(found):
    return [one.code for one in found]


# --- duties ------------------------------------------------------------------------------
@pytest.mark.clause("GBW-026", "GBW-037")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"workers": frozenset("wg")}, "guardian_works"),
        ({"leaders": frozenset("g")}, "guardian_leads"),
        ({"approvers": frozenset("w")}, "approver_works"),
        ({"approvers": frozenset("g")}, "approver_guards"),
        ({"approvers": frozenset("l")}, "approver_leads"),
    ],
)
def test_approver_worker_and_guardian_are_three_people(change, code):
    assert codes(separation_blockers(CREW)) == []
    assert codes(separation_blockers(replace(CREW, **change))) == [code]


def test_a_refusal_names_the_person():
    (found,) = separation_blockers(replace(CREW, workers=frozenset("wg")))
    assert found.text.startswith("郭监")


@pytest.mark.clause("GBW-026", "GBW-142", "GBW-058")
def test_every_kind_needs_a_guardian():
    nobody = replace(CREW, guardians=frozenset())
    for kind in Kind:
        assert codes(guardian_blockers(kind, Facts(), nobody, {})) == ["guardian_missing"]
        assert codes(guardian_blockers(kind, Facts(), CREW, {})) == []


@pytest.mark.clause("GBW-117")
def test_a_risky_confined_space_needs_two():
    risky = Facts(frozenset({Flag.HIGH_RISK}))
    assert codes(guardian_blockers(Kind.CONFINED_SPACE, risky, CREW, {})) == ["guardian_missing"]
    two = replace(CREW, guardians=frozenset("gh"))
    assert codes(guardian_blockers(Kind.CONFINED_SPACE, risky, two, {})) == []
    assert codes(guardian_blockers(Kind.HOT_WORK, risky, CREW, {})) == []


@pytest.mark.clause("GBW-037")
def test_nobody_guards_two_works_at_once():
    (found,) = guardian_blockers(Kind.HOT_WORK, Facts(), CREW, {"g": "SX-7", "x": "SX-8"})
    assert found.code == "guardian_busy" and "郭监" in found.text and "SX-7" in found.text


@pytest.mark.clause("GBW-025")
def test_whose_health_forbids_it_does_not_work():
    assert codes(crew_blockers(CREW, [])) == []
    assert codes(crew_blockers(CREW, ["w"])) == ["unfit"]
    assert codes(crew_blockers(CREW, ["g"])) == []
    assert codes(crew_blockers(Crew(), [])) == ["workers_missing", "leader_missing"]


# --- certificates ------------------------------------------------------------------------
WELDING = Facts(frozenset({Flag.ARC_WELDING}))
GOOD = Certificate("w", Trade.WELDING, "T1", date(2030, 1, 1), date(2027, 1, 1), "王焊")
GUARDS = Certificate("g", Trade.GUARDIAN, "J1", date(2027, 1, 1))
PEOPLE = {Signer.WORKER: ["w"], Signer.GUARDIAN: ["g"]}


def faults(*certificates, kind=Kind.HOT_WORK, facts=WELDING, until=DAY):
    needs = needs_of(kind, "second", facts)
    found = certificate_faults(needs, PEOPLE, NAMES, certificates, until)
    return [(one.person, reported_code(one.alarm)) for one in found]


@pytest.mark.clause("AQP-051", "AQP-073", "GBW-024", "GBW-027", "PTW-031")
def test_none_expired_or_somebody_elses():
    assert faults(GOOD, GUARDS) == []
    assert faults(GUARDS) == [("w", "50")]
    assert faults(GOOD) == [("g", "50")]
    assert faults(replace(GOOD, valid_until=DAY - timedelta(days=1)), GUARDS) == [("w", "51")]
    assert faults(replace(GOOD, holder_name="赵某"), GUARDS) == [("w", "52")]
    assert faults(replace(GOOD, trade=Trade.ELECTRIC), GUARDS) == [("w", "50")]


@pytest.mark.clause("AQP-073")
def test_a_certificate_holds_through_its_last_day_and_its_review():
    assert faults(replace(GOOD, valid_until=DAY, reviewed_until=None), GUARDS) == []
    assert faults(replace(GOOD, reviewed_until=DAY), GUARDS) == []
    unreviewed = replace(GOOD, reviewed_until=DAY - timedelta(days=1))
    assert faults(unreviewed, GUARDS) == [("w", "51")]
    assert faults(GOOD, GUARDS, until=date(2027, 1, 2)) == [("w", "51"), ("g", "51")][::-1]


def test_one_good_certificate_of_several_is_enough():
    old = replace(GOOD, number="T0", valid_until=DAY - timedelta(days=9))
    assert faults(old, GOOD, GUARDS) == []


@pytest.mark.clause("GBW-159", "GBW-207", "PTW-031")
def test_who_needs_what():
    def needs(kind, facts=Facts()):  # noqa: B008
        return {(one.part, one.trade) for one in needs_of(kind, "", facts)}

    guardian = (Signer.GUARDIAN, Trade.GUARDIAN)
    assert needs(Kind.HOT_WORK) == {guardian}
    assert needs(Kind.HOT_WORK, WELDING) == {guardian, (Signer.WORKER, Trade.WELDING)}
    assert needs(Kind.TEMP_POWER) == {
        guardian, (Signer.WORKER, Trade.ELECTRIC), (Signer.WORK_LEADER, Trade.ELECTRIC),
    }  # fmt: skip
    assert needs(Kind.LIFTING) == {
        guardian, (Signer.WORKER, Trade.CRANE_OPERATOR),
        (Signer.COMMANDER, Trade.CRANE_COMMANDER), (Signer.SLINGER, Trade.CRANE_COMMANDER),
    }  # fmt: skip
    assert (Signer.WORKER, Trade.HEIGHT) in needs(Kind.WORK_AT_HEIGHT)
    assert (Signer.WORKER, Trade.CONFINED_SPACE) in needs(Kind.CONFINED_SPACE)
