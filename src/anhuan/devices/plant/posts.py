"""Posts: how many hold them, on which roster, what papers they need, how their day goes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """A job title in one department."""

    code: str
    name: str
    department: str  # empty for contractors
    roster: str  # shift, day, turn-day, turn-night, visit
    heads: int  # per team for shift posts, in all otherwise
    routine: str
    kind: str = "employee"  # employee, intern, outsourced, contractor, visitor
    company: str = "HS"
    papers: tuple[str, ...] = ()
    women_pct: int = 10


_CHEM = ("危险化工工艺操作证",)
_FIRE = ("消防设施操作员",)
_HIGH = ("高处作业操作证",)
_WELD = ("熔化焊接与热切割操作证", "高处作业操作证")

_SHIFT = (
    Post("syn-leader", "班长", "SYN", "shift", 1, "leader", papers=_CHEM),
    Post("syn-panel", "内操", "SYN", "shift", 3, "panel", papers=_CHEM, women_pct=40),
    Post("syn-field", "外操", "SYN", "shift", 5, "syn-field", papers=_CHEM),
    Post("dst-leader", "班长", "DST", "shift", 1, "leader", papers=_CHEM),
    Post("dst-panel", "内操", "DST", "shift", 2, "panel", papers=_CHEM, women_pct=40),
    Post("dst-field", "外操", "DST", "shift", 4, "dst-field", papers=_CHEM),
    Post("log-leader", "班长", "LOG", "shift", 1, "log-leader"),
    Post("tank-field", "罐区操作工", "LOG", "shift", 2, "tank-field", papers=_CHEM),
    Post("loader", "装卸工", "LOG", "shift", 2, "loader"),
    Post("forklift", "叉车司机", "LOG", "shift", 1, "warehouse", papers=("叉车司机 N1",)),
    Post("utl-field", "公用工程操作工", "UTL", "shift", 2, "utl-field"),
    Post("lab-shift", "化验员", "QC", "shift", 2, "lab", women_pct=80),
    Post("electrician", "值班电工", "ELI", "shift", 1, "electrician", papers=("高压电工作业证",)),
    Post("instrument", "值班仪表工", "ELI", "shift", 1, "instrument",
         papers=("化工自动化控制仪表作业证",)),
    Post("dispatcher", "值班调度", "PRD", "shift", 1, "panel", women_pct=30),
    Post("fire-crew", "气防员", "FIR", "shift", 3, "fire", papers=_FIRE),
    Post("guard", "门卫", "SEC", "shift", 3, "guard", "outsourced", "QHW", ("保安员证",)),
)  # fmt: skip
_DAY = (
    Post("head", "总经理", "MGT", "day", 1, "manager", papers=("主要负责人安全合格证",)),
    Post("deputy", "副总经理", "MGT", "day", 2, "manager", papers=("主要负责人安全合格证",)),
    Post("hse-head", "安全环保部部长", "HSE", "day", 1, "hse", papers=("注册安全工程师",)),
    Post("hse", "安全员", "HSE", "day", 5, "hse", papers=("安全管理人员合格证",), women_pct=20),
    Post("prd-head", "生产技术部部长", "PRD", "day", 1, "engineer"),
    Post("process", "工艺工程师", "PRD", "day", 4, "engineer", women_pct=30),
    Post("eqp-head", "设备动力部部长", "EQP", "day", 1, "engineer"),
    Post("equipment", "设备工程师", "EQP", "day", 4, "engineer"),
    Post("fitter", "维修钳工", "EQP", "day", 3, "fitter"),
    Post("qc-head", "质检中心主任", "QC", "day", 1, "lab-day", women_pct=60),
    Post("lab-day", "化验员", "QC", "day", 3, "lab-day", women_pct=80),
    Post("adm-head", "综合管理部部长", "ADM", "day", 1, "office"),
    Post("clerk", "行政文员", "ADM", "day", 3, "office", women_pct=80),
    Post("shop-head", "车间主任", "SYN", "day", 1, "engineer"),
    Post("dst-head", "车间主任", "DST", "day", 1, "engineer"),
    Post("log-head", "车间主任", "LOG", "day", 1, "office"),
    Post("keeper", "仓管员", "LOG", "day", 3, "warehouse", women_pct=30),
    Post("intern-syn", "实习生", "SYN", "day", 4, "intern", "intern", women_pct=30),
    Post("intern-lab", "实习生", "QC", "day", 2, "lab-day", "intern", women_pct=50),
    Post("cook", "炊事员", "SVC", "day", 4, "cook", "outsourced", "QHW", ("健康证",), 50),
    Post("cleaner", "保洁员", "SVC", "day", 3, "cleaner", "outsourced", "QHW", (), 90),
)  # fmt: skip


def _crew(company: str, name: str, routine: str, papers: tuple[str, ...], heads: int) -> list[Post]:
    """The same trade in the day crew and the night crew of the overhaul."""
    return [
        Post(
            code=f"{company}-{name}-{roster}",
            name=name,
            department="",
            roster=roster,
            heads=heads,
            routine=routine,
            kind="contractor",
            company=company,
            papers=papers,
            women_pct=0,
        )
        for roster in ("turn-day", "turn-night")
    ]


_CONTRACTORS = (
    *_crew("CHA", "焊工", "crew-dst", _WELD, 3),
    *_crew("CHA", "管工", "crew-yard", (), 4),
    *_crew("CHA", "现场负责人", "crew-boss", ("安全管理人员合格证",), 1),
    *_crew("PYJ", "钳工", "crew-syn", _HIGH, 5),
    *_crew("PYJ", "起重工", "crew-yard", ("起重机司机 Q2", "起重指挥 Q1"), 2),
    *_crew("PYJ", "现场负责人", "crew-boss", ("安全管理人员合格证",), 1),
    *_crew("JYF", "架子工", "crew-yard", _HIGH, 4),
    *_crew("JYF", "防腐工", "crew-utl", _HIGH, 3),
    *_crew("JYF", "现场负责人", "crew-boss", ("安全管理人员合格证",), 1),
)  # fmt: skip
_VISITORS = (Post("visitor", "访客", "ADM", "visit", 6, "visitor", "visitor", "", (), 40),)

POSTS: tuple[Post, ...] = _SHIFT + _DAY + _CONTRACTORS + _VISITORS
