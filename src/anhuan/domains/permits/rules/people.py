"""Who may do what on one job: duties kept apart, guardians, health.

GB 30871-2022 4.9–4.11, 6.8. Certificates are in `certificates`; who signs for whom in `queries`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from anhuan.domains.permits.rules.facts import Facts, Flag
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.kernel.errors import Blocker

_DUTIES = "GB 30871-2022 4.10"


@dataclass(frozen=True, slots=True)
class Crew:
    """The people of one permit by id; `names` for the words of refusals."""

    workers: frozenset[str] = frozenset()  # also lifting's operators and slingers
    guardians: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()  # 作业负责人, 作业指挥
    approvers: frozenset[str] = frozenset()  # who signs as `Signer.APPROVER`
    names: Mapping[str, str] = field(default_factory=dict)

    def named(self, people: Collection[str]) -> str:
        """People as a sentence lists them."""
        return "、".join(sorted(self.names.get(one, one) for one in people))


def separation_blockers(crew: Crew) -> Iterator[Blocker]:
    """Approver, worker and guardian of one permit are three people (R29; 4.10 f: a guardian does
    nothing else), and nobody approves the work he leads."""
    apart = (
        (crew.guardians & crew.workers, "guardian_works", "不能同时是监护人和作业人"),
        (crew.guardians & crew.leaders, "guardian_leads", "不能同时是监护人和作业负责人"),
        (crew.approvers & crew.workers, "approver_works", "不能审批自己参加的作业"),
        (crew.approvers & crew.guardians, "approver_guards", "不能审批自己监护的作业"),
        (crew.approvers & crew.leaders, "approver_leads", "不能审批自己负责的作业"),
    )
    for both, code, text in apart:
        if both:
            yield Blocker(code, f"{crew.named(both)}{text}，请更换", _DUTIES)


def guardian_blockers(
    kind: Kind, facts: Facts, crew: Crew, busy: Mapping[str, str]
) -> Iterator[Blocker]:
    """At least one guardian, two where a confined space is risky (6.8 b), and none who watches
    over another running work at the same time. `busy`: guardian id → that permit's number."""
    wanted = 2 if kind is Kind.CONFINED_SPACE and facts.has(Flag.HIGH_RISK) else 1
    if len(crew.guardians) < wanted:
        clause = _DUTIES if wanted == 1 else "GB 30871-2022 6.8 b)"
        text = f"至少指定 {wanted} 名监护人，现有 {len(crew.guardians)} 名"
        yield Blocker("guardian_missing", text, clause)
    for guardian in sorted(crew.guardians & busy.keys()):
        text = f"{crew.named({guardian})}正在监护 {busy[guardian]}，不能同时监护两处"
        yield Blocker("guardian_busy", text, "GB 30871-2022 4.10 f)")


def crew_blockers(crew: Crew, unfit: Collection[str]) -> Iterator[Blocker]:
    """Somebody works and leads, and nobody whose health forbids this work (4.9). `unfit`: people
    with a contraindication for the kind."""
    if not crew.workers:
        yield Blocker("workers_missing", "请选择作业人")
    if not crew.leaders:
        yield Blocker("leader_missing", "请指定作业负责人")
    if barred := crew.workers & set(unfit):
        text = f"{crew.named(barred)}有职业禁忌，不能参加该作业"
        yield Blocker("unfit", text, "GB 30871-2022 4.9")
