"""Which certificates a job demands of whom, and what is wrong with those people hold.

GB 30871-2022 4.9, 4.10; AQ 3064.2-2025 5.9.7 (alarms 50, 51, 52); domain facts §8.2.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anhuan.domains.permits.rules.codes import Alarm
from anhuan.domains.permits.rules.conditions import holds
from anhuan.domains.permits.rules.facts import Facts
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.roles import Signer


class Trade(StrEnum):
    """What a certificate allows."""

    WELDING = "welding"
    ELECTRIC = "electric"
    HEIGHT = "height"
    CRANE_OPERATOR = "crane_operator"
    CRANE_COMMANDER = "crane_commander"
    GUARDIAN = "guardian"
    CONFINED_SPACE = "confined_space"
    GAS_ANALYSIS = "gas_analysis"


TRADE_LABELS: dict[Trade, str] = {
    Trade.WELDING: "熔化焊接与热切割作业证",
    Trade.ELECTRIC: "电工作业证",
    Trade.HEIGHT: "高处作业证",
    Trade.CRANE_OPERATOR: "起重机司机证(Q2)",
    Trade.CRANE_COMMANDER: "起重机指挥证(Q1)",
    Trade.GUARDIAN: "监护人培训合格证",
    Trade.CONFINED_SPACE: "受限空间作业培训合格证",
    Trade.GAS_ANALYSIS: "气体分析培训合格证",
}


@dataclass(frozen=True, slots=True)
class Need:
    """Everybody in this part needs one of this trade, where a condition holds (empty: always)."""

    part: Signer
    trade: Trade
    when: tuple[str, ...] = ()


_GUARDIAN = Need(Signer.GUARDIAN, Trade.GUARDIAN)
_SPACE = Need(Signer.WORKER, Trade.CONFINED_SPACE)
_NEEDS: dict[Kind, tuple[Need, ...]] = {
    Kind.HOT_WORK: (Need(Signer.WORKER, Trade.WELDING, ("arc_welding", "gas_cutting")),),
    Kind.CONFINED_SPACE: (_SPACE,),
    Kind.TANK_CLEANING: (Need(Signer.WORKER, Trade.CONFINED_SPACE, ("entering",)),),
    Kind.WORK_AT_HEIGHT: (Need(Signer.WORKER, Trade.HEIGHT),),
    Kind.LIFTING: (
        Need(Signer.WORKER, Trade.CRANE_OPERATOR),
        Need(Signer.COMMANDER, Trade.CRANE_COMMANDER),
        Need(Signer.SLINGER, Trade.CRANE_COMMANDER),
    ),
    Kind.TEMP_POWER: (
        Need(Signer.WORKER, Trade.ELECTRIC),
        Need(Signer.WORK_LEADER, Trade.ELECTRIC),
    ),
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate as the plant has it on file."""

    holder: str  # person id
    trade: Trade
    number: str
    valid_until: date | None = None  # None: without end
    reviewed_until: date | None = None  # the next review falls due
    holder_name: str = ""  # as printed on it
    is_revoked: bool = False  # void on file: counts for nothing, whatever a permit says


@dataclass(frozen=True, slots=True)
class CertificateFault:
    """What is wrong for one person, with the alarm it raises."""

    person: str
    trade: Trade
    alarm: Alarm
    text: str


def needs_of(kind: Kind, level: str, facts: Facts) -> tuple[Need, ...]:
    """Every certificate a job demands; guardians always need theirs."""
    return (
        _GUARDIAN,
        *(
            need
            for need in _NEEDS.get(kind, ())
            if not need.when or any(holds(name, kind, level, facts) for name in need.when)
        ),
    )


def certificate_faults(
    needs: Iterable[Need],
    people: Mapping[Signer, Iterable[str]],
    names: Mapping[str, str],
    certificates: Iterable[Certificate],
    until: date,
) -> list[CertificateFault]:
    """Each person and trade that is not covered through `until`, the day the work ends."""
    held = list(certificates)
    return [
        fault
        for need in needs
        for person in people.get(need.part, ())
        for fault in _fault_of(person, need, names.get(person, person), held, until)
    ]


def _fault_of(
    person: str, need: Need, name: str, held: list[Certificate], until: date
) -> Iterator[CertificateFault]:
    label = TRADE_LABELS[need.trade]
    mine = [one for one in held if one.holder == person and one.trade is need.trade]
    own = [one for one in mine if not one.holder_name or one.holder_name == name]
    if not mine:
        text = f"{name}（{need.part.label}）没有{label}"
        yield CertificateFault(person, need.trade, Alarm.NO_CERTIFICATE, text)
    elif not own:
        text = f"{name}的{label}上是{mine[0].holder_name}，人证不符"
        yield CertificateFault(person, need.trade, Alarm.CERTIFICATE_MISMATCH, text)
    elif not any(is_valid(one, until) for one in own):
        last = max(filter(None, (expiry_of(one) for one in own)))
        text = f"{name}的{label}有效期或复审至 {last}，须到作业结束日 {until} 仍有效"
        yield CertificateFault(person, need.trade, Alarm.CERTIFICATE_EXPIRED, text)


def expiry_of(certificate: Certificate) -> date | None:
    """The last good day: its end, or the review nobody has made."""
    known = [one for one in (certificate.valid_until, certificate.reviewed_until) if one]
    return min(known, default=None)


def is_valid(certificate: Certificate, on: date) -> bool:
    """Good on that day; the day it ends is still good."""
    last = expiry_of(certificate)
    return last is None or on <= last
