"""Who may do what: role × right, one table. Scope (which departments) is in the grant."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """The roles of a plant (design §5)."""

    PLANT_HEAD = "plant_head"
    SAFETY_MANAGER = "safety_manager"
    DEPARTMENT_HEAD = "department_head"
    SHIFT_LEADER = "shift_leader"
    OPERATOR = "operator"
    GUARDIAN = "guardian"
    GAS_ANALYST = "gas_analyst"
    WORKER = "worker"
    CONTRACTOR = "contractor"
    VISITOR = "visitor"
    REGULATOR = "regulator"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role's Chinese name."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, str] = {
    Role.PLANT_HEAD: "主要负责人",
    Role.SAFETY_MANAGER: "安全管理",
    Role.DEPARTMENT_HEAD: "部门负责人",
    Role.SHIFT_LEADER: "班组长",
    Role.OPERATOR: "值班员",
    Role.GUARDIAN: "监护人",
    Role.GAS_ANALYST: "分析人",
    Role.WORKER: "作业人",
    Role.CONTRACTOR: "承包商",
    Role.VISITOR: "访客",
    Role.REGULATOR: "监管人员",
    Role.ADMINISTRATOR: "系统管理员",
}

_H, _S, _D, _L, _O = (
    Role.PLANT_HEAD,
    Role.SAFETY_MANAGER,
    Role.DEPARTMENT_HEAD,
    Role.SHIFT_LEADER,
    Role.OPERATOR,
)
_R, _A = Role.REGULATOR, Role.ADMINISTRATOR
_FIELD = (Role.GUARDIAN, Role.GAS_ANALYST, Role.WORKER, Role.CONTRACTOR)
_DESK = (_H, _S, _D, _L, _O)

# right code: who holds it. "x.view" reads, "x.edit" writes. A right not listed is nobody's.
RIGHTS: dict[str, frozenset[Role]] = {
    "home.view": frozenset(Role),
    "control_room.view": frozenset({*_DESK, _R}),
    "people.view": frozenset({*_DESK, _R, _A}),
    "people.edit": frozenset({_S, _A}),
    "people.private": frozenset({_H, _S, _A}),  # identity number, full phone
    "org.view": frozenset({*_DESK, _R, _A}),
    "org.edit": frozenset({_S, _A}),
    "accounts.view": frozenset({_A}),
    "accounts.edit": frozenset({_A}),
    "plant.view": frozenset({*_DESK, _R, _A, *_FIELD}),
    "plant.edit": frozenset({_S, _A}),
    "positions.view": frozenset({*_DESK, _R}),  # the live map and head counts
    "positions.push": frozenset({_S, _A}),  # other systems hand positions in (omlox)
    "tracks.view": frozenset({_H, _S, _D, _L, _O, _R}),  # every look is audited
    "fences.view": frozenset({*_DESK, _R, _A}),
    "fences.edit": frozenset({_S, _A}),
    "fences.try": frozenset({_H, _S}),  # replays tracks against a fence and names people
    "devices.view": frozenset({*_DESK, _R, _A}),
    "devices.edit": frozenset({_S, _A}),
    "gates.note": frozenset({_S, _D, _L, _O}),  # who went in or out, where no device told
    "vehicles.view": frozenset({*_DESK, _R, _A}),
    "vehicles.edit": frozenset({_S, _A}),  # terminals, classes, parking places, routes
    "trips.edit": frozenset({_S, _D, _L, _O}),  # book vehicles, let them in and out
    "calibration.view": frozenset({*_DESK, _R, _A}),
    "calibration.edit": frozenset({_S, _L, _O}),  # walk tests, alarm tests
    "alarms.view": frozenset({*_DESK, _R, _A}),
    "alarms.handle": frozenset({_S, _D, _L, _O}),
    "alarms.configure": frozenset({_S, _A}),
    "emergency.view": frozenset(Role),  # whoever stands at a muster point reads the list
    "emergency.tick": frozenset(Role) - {_R},
    "emergency.order": frozenset({_S, _L, _O}),  # order, repeat, stand down
    "emergency.call": frozenset(_DESK),  # phones of those who are missing
    "emergency.edit": frozenset({_S, _A}),
    "permits.view": frozenset(Role) - {Role.VISITOR},  # those one takes part in
    "permits.all": frozenset({*_DESK, _R, _A, Role.GUARDIAN, Role.GAS_ANALYST}),  # of one's scope
    "permits.apply": frozenset({_S, _D, _L, _O}),  # reserve, apply: the plant's own people
    "permits.join": frozenset({*_DESK, *_FIELD}),  # the deeds of whoever a permit names
    "permits.analyse": frozenset({Role.GAS_ANALYST}),
    "permits.approve": frozenset({_H, _S, _D, _L}),  # which level: the form and the scope say
    "permits.verify": frozenset({_L}),
    "permits.edit": frozenset({_S, _A}),  # forms, libraries, points, settings
    "training.view": frozenset({*_DESK, _R, _A}),  # certificates, courses, results
    "training.edit": frozenset({_S, _A}),
    "faces.edit": frozenset({_S, _A}),  # consents and enrolling; taking back is everybody's own
    "contractors.view": frozenset({*_DESK, _R, _A}),
    "contractors.edit": frozenset({_S, _A}),  # firms, papers, teams
    "contractors.approve": frozenset({_H, _S}),  # admit firms and people, the blacklist
    "hazards.view": frozenset(Role) - {Role.VISITOR},  # those one told of or puts right
    "hazards.all": frozenset({*_DESK, _R, _A}),  # of one's scope
    "hazards.report": frozenset({*_DESK, *_FIELD}),
    "hazards.assess": frozenset({_S, _D}),  # judge, give out, merge, more time
    "hazards.rectify": frozenset({*_DESK, *_FIELD}),  # the deeds of whoever was given it
    "hazards.accept": frozenset({_H, _S, _D, _L}),  # which rank: the level and the scope say
    "hazards.edit": frozenset({_S, _A}),  # import, delete, settings
    "inspection.view": frozenset(Role) - {Role.VISITOR},  # one's own tasks
    "inspection.all": frozenset({*_DESK, _R, _A}),  # of one's scope
    "inspection.walk": frozenset({*_DESK, *_FIELD}),
    "inspection.edit": frozenset({_S, _D, _A}),  # standards, points, routes, plans, standstills
    "mechanism.view": frozenset({*_DESK, _R, _A}),  # how it runs, of one's scope
    "mechanism.award": frozenset({_H, _S}),  # rewards and penalties
    "mechanism.edit": frozenset({_S, _A}),  # weights and points
    "risk.view": frozenset({*_DESK, _R, _A, *_FIELD}),
    "risk.edit": frozenset({_S, _D}),  # a head of department: what is the department's
    "risk.duties": frozenset({_H, _S, _D, _L}),  # record what the responsible persons did
    "risk.configure": frozenset({_S, _A}),  # bounds, duties, rules
    "reporting.view": frozenset({*_DESK, _R, _A}),  # what went to the authorities, receipts
    "reporting.send": frozenset({_H, _S, _A}),  # send again, give up, test
    "reporting.edit": frozenset({_S, _A}),  # receivers, settings
    "reporting.commit": frozenset({_H, _S}),  # the day's commitment: the head, or the deputy named
    "pipes.view": frozenset({_H, _S, _O, _A}),  # how the exchange runs, receipts, the log
    "pipes.operate": frozenset({_S, _A}),  # start, stop, dead letters with their content
    "pipes.edit": frozenset({_A}),  # definitions, nodes
    "reporting.answer": frozenset({_H, _S}),  # warnings and orders of the authorities
    "province.view": frozenset({_R, _A}),  # plants under an authority, of one's scope
    "province.act": frozenset({_R}),  # orders, spot checks, verdicts
    "province.edit": frozenset({_A}),  # plants, keys, points, the model
    "field.use": frozenset(Role),  # the app at /m/: to-dos, help, what one is asked to do
    "documents.view": frozenset({*_DESK, _R, _A, *_FIELD}),
    "documents.edit": frozenset({_S, _A}),
    "watch.view": frozenset({*_DESK, _R, _A}),  # duty turns, hand-overs, holes
    "watch.keep": frozenset({_S, _L, _O}),  # the log, handing over, taking over
    "watch.edit": frozenset({_S, _D, _L, _A}),  # posts, who sits when
    "audit.view": frozenset({_H, _S, _A}),
    "system.view": frozenset({_S, _O, _A}),
    "system.edit": frozenset({_A}),
    "notices.view": frozenset(Role),
}


def roles_allow(roles: Iterable[str], right: str) -> bool:
    """Whether any of the roles holds the right. An unknown right is a programming error."""
    return not RIGHTS[right].isdisjoint(Role(role) for role in roles)


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """Every right the roles hold together."""
    held = {Role(role) for role in roles}
    return frozenset(right for right, holders in RIGHTS.items() if not holders.isdisjoint(held))


RIGHT_LABELS: dict[str, str] = {
    "home.view": "首页",
    "control_room.view": "值班页面",
    "people.view": "查看人员",
    "people.edit": "维护人员",
    "people.private": "看全手机和证件号码",
    "org.view": "查看组织",
    "org.edit": "维护组织",
    "accounts.view": "查看账号",
    "accounts.edit": "维护账号",
    "plant.view": "查看厂区",
    "plant.edit": "维护厂区",
    "positions.view": "实时位置",
    "positions.push": "上送位置",
    "tracks.view": "轨迹",
    "fences.view": "查看围栏",
    "fences.edit": "维护围栏",
    "fences.try": "围栏试算",
    "devices.view": "查看设备",
    "devices.edit": "维护设备",
    "gates.note": "登记进出厂",
    "vehicles.view": "查看车辆终端与通行",
    "vehicles.edit": "维护车辆终端、车型与路线",
    "trips.edit": "办理车辆通行",
    "calibration.view": "查看校准与测试",
    "calibration.edit": "进行精度与报警测试",
    "alarms.view": "查看报警",
    "alarms.handle": "处理报警",
    "alarms.configure": "设置报警",
    "emergency.view": "查看疏散",
    "emergency.tick": "疏散点到",
    "emergency.order": "下达与解除疏散令",
    "emergency.call": "查看疏散人员电话",
    "emergency.edit": "疏散设置",
    "permits.view": "查看作业票",
    "permits.all": "查看范围内全部作业票",
    "permits.apply": "预约与申请作业票",
    "permits.join": "参与作业票办理",
    "permits.analyse": "气体分析",
    "permits.approve": "签批作业票",
    "permits.verify": "当班验票",
    "permits.edit": "作业票模板与设置",
    "training.view": "查看证书与培训",
    "training.edit": "维护证书与培训",
    "faces.edit": "登记与删除人脸",
    "contractors.view": "查看承包商",
    "contractors.edit": "维护承包商资料",
    "contractors.approve": "审核承包商与黑名单",
    "hazards.view": "查看隐患",
    "hazards.all": "查看范围内全部隐患",
    "hazards.report": "上报隐患",
    "hazards.assess": "评估与派发隐患",
    "hazards.rectify": "整改隐患",
    "hazards.accept": "验收隐患",
    "hazards.edit": "隐患台账与设置",
    "inspection.view": "查看巡检",
    "inspection.all": "查看范围内全部巡检",
    "inspection.walk": "执行巡检",
    "inspection.edit": "巡检计划与标准",
    "mechanism.view": "查看双重预防运行",
    "mechanism.award": "奖惩",
    "mechanism.edit": "运行评估设置",
    "risk.view": "查看风险",
    "risk.edit": "维护风险清单",
    "risk.duties": "记录包保履职",
    "risk.configure": "风险评价设置",
    "reporting.view": "查看数据上报",
    "reporting.send": "重发与测试上报",
    "reporting.edit": "维护上报目标",
    "reporting.commit": "安全承诺",
    "pipes.view": "查看数据交换",
    "pipes.operate": "操作数据交换",
    "pipes.edit": "维护交换管道",
    "reporting.answer": "反馈监管事项",
    "province.view": "查看监管企业",
    "province.act": "下发督办与巡查抽查",
    "province.edit": "维护监管企业与模型",
    "field.use": "使用现场应用",
    "documents.view": "查看文件",
    "documents.edit": "维护文件",
    "watch.view": "查看值班",
    "watch.keep": "值班记录与交接班",
    "watch.edit": "维护值守岗位与排人",
    "audit.view": "审计记录",
    "system.view": "运行状态",
    "system.edit": "系统设置",
    "notices.view": "消息",
}
