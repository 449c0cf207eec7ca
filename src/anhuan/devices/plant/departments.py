"""Who belongs where: the company's departments, workshops and teams, and the firms outside."""

from dataclasses import dataclass

TEAMS: tuple[str, ...] = ("甲", "乙", "丙", "丁")


@dataclass(frozen=True, slots=True)
class Company:
    """A firm whose people come to the site."""

    code: str
    name: str
    kind: str  # own, contractor, outsourcer
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A node of the organisation tree; `parent` is empty at the top."""

    code: str
    name: str
    kind: str  # company, department, workshop, team
    parent: str = ""


COMPANIES: tuple[Company, ...] = (
    Company("HS", "海晟化工有限公司", "own"),
    Company("CHA", "澄河安装工程有限公司", "contractor", "设备管道安装"),
    Company("PYJ", "磐岳检维修有限公司", "contractor", "动静设备检维修"),
    Company("JYF", "霁原防腐保温工程有限公司", "contractor", "脚手架、防腐保温"),
    Company("QHW", "清禾物业服务有限公司", "outsourcer", "保安、餐饮、保洁"),
)

_TOP: tuple[Department, ...] = (
    Department("HS", "海晟化工有限公司", "company"),
    Department("MGT", "公司领导", "department", "HS"),
    Department("HSE", "安全环保部", "department", "HS"),
    Department("FIR", "气防站", "team", "HSE"),
    Department("PRD", "生产技术部", "department", "HS"),
    Department("EQP", "设备动力部", "department", "HS"),
    Department("ELI", "电仪班", "team", "EQP"),
    Department("UTL", "公用工程班", "team", "EQP"),
    Department("QC", "质检中心", "department", "HS"),
    Department("ADM", "综合管理部", "department", "HS"),
    Department("SEC", "保卫班", "team", "ADM"),
    Department("SVC", "后勤班", "team", "ADM"),
    Department("SYN", "合成车间", "workshop", "HS"),
    Department("DST", "精馏车间", "workshop", "HS"),
    Department("LOG", "储运车间", "workshop", "HS"),
)
_SHIFTS: tuple[Department, ...] = tuple(
    Department(f"{shop.code}-{team}", f"{shop.name}{team}班", "team", shop.code)
    for shop in _TOP
    if shop.kind == "workshop"
    for team in TEAMS
)
DEPARTMENTS: tuple[Department, ...] = _TOP + _SHIFTS
