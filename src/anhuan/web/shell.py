"""What surrounds every page: where we are, who is on duty, how many alarms, where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.emergency.queries import open_evacuations
from anhuan.domains.org import queries as org
from anhuan.domains.org.models import Account
from anhuan.domains.org.rules import Role
from anhuan.domains.plant.queries import known_site
from anhuan.kernel import clock
from anhuan.web.login import needs_second_factor

STYLES = ("tokens", "base", "list", "detail", "form", "home", "login", "phone")
ENTRANCE = ("/login/", "/logout/", "/account/confirm/", "/account/second-step/confirm/")
PRIORITIES = ((1, "紧急"), (2, "高"), (3, "中"), (4, "低"))


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one can go, for holders of `right`; left out while no page has that name."""

    label: str
    icon: str
    route: str
    right: str

    def url_for(self, account: Account) -> str:
        """The address, or nothing."""
        if not account.may(self.right):
            return ""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return ""


RAIL: Sequence[Place] = (
    Place("值班", "home", "positioning:control_room", "control_room.view"),
    Place("报警", "bell", "alarms:alarms", "alarms.view"),
    Place("人员", "people", "org:people", "people.view"),
    Place("作业票", "permit", "permits:permits", "permits.view"),
    Place("风险", "risk", "risk:map", "risk.view"),
    Place("巡检", "round", "inspection:board", "inspection.view"),
    Place("隐患", "hazard", "hazards:hazards", "hazards.view"),
    Place("过程", "process", "process:points", "process.view"),
    Place("视频", "video", "cameras:cameras", "cameras.view"),
    Place("更多", "more", "home:more", "home.view"),
)

# Of a node that watches over plants (ANHUAN_ROLE=province).
PROVINCE_RAIL: Sequence[Place] = (
    Place("总览", "map", "province:overview", "province.view"),
    Place("报警", "bell", "province:alarms", "province.view"),
    Place("作业票", "permit", "province:works", "province.view"),
    Place("隐患", "hazard", "province:hazards", "province.view"),
    Place("感知", "process", "province:points", "province.view"),
    Place("督办", "round", "province:orders", "province.view"),
    Place("治理", "risk", "province:governance", "province.view"),
    Place("更多", "more", "home:more", "home.view"),
)
PROVINCE_WORDS = {"org:company": "单位信息", "org:departments": "监管机构与组织架构"}
PROVINCE_ONLY = ("省市县监管", "向上转报")  # plants report under a heading of their own
PROVINCE_MORE = (*PROVINCE_ONLY, "组织", "文件", "系统")

MORE: Sequence[tuple[str, Sequence[Place]]] = (
    ("厂区", (
        Place("区域", "map", "plant:areas", "plant.view"),
        Place("装置设施", "process", "plant:structures", "plant.view"),
        Place("重大危险源", "hazard", "plant:hazard_sources", "plant.view"),
        Place("厂区地图", "map", "plant:site", "plant.view"),
    )),
    ("定位", (
        Place("三维", "map", "positioning:space", "control_room.view"),
        Place("实时人员", "people", "positioning:now", "positions.view"),
        Place("轨迹", "round", "positioning:tracks", "tracks.view"),
        Place("电子围栏", "risk", "positioning:fences", "fences.view"),
        Place("作业区域", "permit", "positioning:job_areas", "fences.view"),
        Place("定位标签", "tag", "positioning:tags", "devices.view"),
        Place("基站", "plug", "positioning:anchors", "devices.view"),
        Place("声光报警器", "bell", "positioning:sounders", "devices.view"),
        Place("定位覆盖", "map", "positioning:coverage", "devices.view"),
        Place("持卡情况", "tag", "positioning:cards", "devices.view"),
        Place("数据接入", "plug", "positioning:inflow", "devices.view"),
        Place("精度测试", "round", "calibration:walks", "calibration.view"),
        Place("测量点", "map", "calibration:points", "calibration.view"),
        Place("信号指纹图", "map", "calibration:radio_maps", "calibration.view"),
        Place("基站自检", "plug", "calibration:anchors", "calibration.view"),
        Place("报警测试", "bell", "calibration:alarm_tests", "calibration.view"),
    )),
    ("定位查询", (
        Place("区域人数", "people", "positioning:counts", "positions.view"),
        Place("进出记录", "round", "positioning:visits", "tracks.view"),
        Place("门禁在厂", "people", "positioning:gate_inside", "positions.view"),
        Place("门禁记录", "round", "positioning:passages", "tracks.view"),
        Place("工作异常人员", "people", "positioning:abnormal", "positions.view"),
        Place("停留统计", "clock", "positioning:dwell", "tracks.view"),
        Place("定位考勤", "clock", "positioning:attendance", "tracks.view"),
        Place("附近人员", "people", "positioning:near", "tracks.view"),
        Place("图上范围", "map", "positioning:passed", "tracks.view"),
        Place("接触人员", "people", "positioning:contacts", "tracks.view"),
        Place("热力图", "map", "positioning:heat", "positions.view"),
    )),
    ("作业票", (
        Place("作业台账", "file", "permits:ledger", "permits.view"),
        Place("今日作业图", "map", "permits:today_map", "permits.view"),
        Place("作业统计", "process", "permits:statistics", "permits.view"),
        Place("作业票模板", "permit", "permits:templates", "permits.view"),
        Place("检测气体", "process", "permits:gases", "permits.view"),
        Place("危害分析库", "hazard", "permits:hazards", "permits.view"),
        Place("作业点码", "tag", "permits:points", "permits.edit"),
        Place("作业仪器", "process", "permits:detectors", "permits.view"),
        Place("电子锁", "tag", "permits:locks", "permits.view"),
        Place("固定动火区", "map", "permits:fixed_areas", "permits.view"),
        Place("须凭票进入的场所", "map", "permits:places", "permits.edit"),
        Place("无票作业", "hazard", "permits:unpermitted", "permits.all"),
        Place("作业票档案", "file", "permits:archives", "permits.all"),
        Place("签批岗位", "people", "permits:posts", "permits.edit"),
        Place("签批委托", "people", "permits:delegations", "permits.approve"),
        Place("作业天气", "process", "permits:weather", "permits.view"),
        Place("作业票设置", "gear", "permits:settings", "permits.edit"),
    )),
    ("风险", (
        Place("四色图", "risk", "risk:map", "risk.view"),
        Place("风险清单", "file", "risk:register", "risk.view"),
        Place("风险树", "org", "risk:tree", "risk.view"),
        Place("风险分布图", "map", "risk:pictures", "risk.view"),
        Place("包保责任", "people", "risk:duties", "risk.view"),
        Place("重大危险源辨识", "hazard", "risk:identifications", "risk.view"),
        Place("风险评价设置", "gear", "risk:settings", "risk.configure"),
    )),
    ("巡检", (
        Place("今日巡检", "round", "inspection:board", "inspection.view"),
        Place("巡检任务", "round", "inspection:rounds", "inspection.view"),
        Place("异常记录", "bell", "inspection:abnormalities", "inspection.view"),
        Place("巡检计划", "file", "inspection:plans", "inspection.edit"),
        Place("巡检路线", "map", "inspection:routes", "inspection.edit"),
        Place("巡检点", "area", "inspection:points", "inspection.edit"),
        Place("检查标准", "file", "inspection:standards", "inspection.edit"),
        Place("停检记录", "gear", "inspection:standstills", "inspection.edit"),
        Place("巡检设置", "gear", "inspection:settings", "inspection.edit"),
    )),
    ("隐患", (
        Place("隐患台账", "file", "hazards:ledger", "hazards.view"),
        Place("隐患统计", "process", "hazards:statistics", "hazards.view"),
        Place("上报隐患", "hazard", "hazards:create", "hazards.report"),
        Place("隐患设置", "gear", "hazards:settings", "hazards.edit"),
    )),
    ("数据上报", (
        Place("上报总览", "plug", "reporting:overview", "reporting.view"),
        Place("上报记录", "file", "reporting:deliveries", "reporting.view"),
        Place("安全承诺", "permit", "reporting:commitments", "reporting.view"),
        Place("监管预警与督办", "bell", "reporting:orders", "reporting.view"),
        Place("今日承诺", "permit", "reporting:commit", "reporting.commit"),
        Place("上报设置", "gear", "reporting:settings", "reporting.edit"),
    )),
    ("数据交换", (
        Place("交换流程", "plug", "pipes:flow", "pipes.view"),
        Place("死信", "bell", "pipes:letters", "pipes.view"),
        Place("比对", "process", "pipes:looks", "pipes.view"),
        Place("回执", "file", "pipes:receipts", "pipes.view"),
        Place("交换日志", "file", "pipes:log", "pipes.view"),
        Place("交换节点", "plug", "pipes:nodes", "pipes.view"),
    )),
    ("省市县监管", (
        Place("监管总览", "map", "province:overview", "province.view"),
        Place("企业台账", "org", "province:enterprises", "province.view"),
        Place("企业报警", "bell", "province:alarms", "province.view"),
        Place("企业特殊作业", "permit", "province:works", "province.view"),
        Place("企业隐患", "hazard", "province:hazards", "province.view"),
        Place("开停车与检修", "process", "province:starts", "province.view"),
        Place("人员分布与查找", "people", "province:people", "province.view"),
        Place("重大风险管控", "risk", "province:risks", "province.view"),
        Place("包保责任履职", "people", "province:duties", "province.view"),
        Place("感知数据", "process", "province:points", "province.view"),
        Place("预警与督办", "bell", "province:orders", "province.view"),
        Place("巡查抽查", "round", "province:checks", "province.view"),
        Place("数据治理", "risk", "province:governance", "province.view"),
        Place("监管统计与报告", "file", "province:statistics", "province.view"),
        Place("评价报告", "file", "province:reports", "province.view"),
        Place("下级平台", "plug", "province:nodes", "province.edit"),
        Place("监管设置", "gear", "province:settings", "province.edit"),
    )),
    ("向上转报", (
        Place("转报目标", "plug", "reporting:overview", "reporting.view"),
        Place("转报记录", "file", "reporting:deliveries", "reporting.view"),
    )),
    ("运行评估", (
        Place("双重预防运行", "process", "mechanism:overview", "mechanism.view"),
        Place("管控措施状态", "risk", "mechanism:measures", "mechanism.view"),
        Place("奖惩建议", "people", "mechanism:proposals", "mechanism.view"),
        Place("奖惩记录", "file", "mechanism:awards", "mechanism.view"),
        Place("运行评估设置", "gear", "mechanism:settings", "mechanism.edit"),
    )),
    ("车辆", (
        Place("车辆通行", "round", "vehicles:trips", "vehicles.view"),
        Place("车辆", "tag", "positioning:vehicles", "devices.view"),
        Place("车型", "tag", "vehicles:classes", "vehicles.view"),
        Place("停车位", "map", "vehicles:parking_places", "vehicles.view"),
        Place("行车路线", "map", "vehicles:routes", "vehicles.view"),
        Place("车载终端", "plug", "vehicles:terminals", "vehicles.view"),
    )),
    ("应急", (
        Place("应急疏散", "people", "emergency:evacuations", "emergency.view"),
    )),
    ("报警", (
        Place("值班与交接班", "clock", "watch:turns", "watch.view"),
        Place("报警统计", "process", "alarms:statistics", "alarms.view"),
        Place("聚集高发地点", "people", "alarms:gatherings", "alarms.view"),
        Place("报警类型", "bell", "alarms:kinds", "alarms.configure"),
        Place("报警静默", "bell", "alarms:suppressions", "alarms.configure"),
    )),
    ("人员资格", (
        Place("人员证书", "file", "training:certificates", "training.view"),
        Place("培训课程", "file", "training:courses", "training.view"),
        Place("培训场次", "round", "training:sessions", "training.view"),
        Place("培训成绩", "people", "training:results", "training.view"),
        Place("培训缺口", "hazard", "training:gaps", "training.view"),
        Place("人脸核验", "people", "faces:consents", "faces.edit"),
        Place("我的人脸核验", "people", "faces:mine", "home.view"),
    )),
    ("承包商", (
        Place("承包商库", "org", "contractors:contractors", "contractors.view"),
        Place("承包商人员", "people", "contractors:members", "contractors.view"),
        Place("黑名单", "lock", "contractors:bars", "contractors.view"),
    )),
    ("组织", (
        Place("企业信息", "org", "org:company", "org.view"),
        Place("部门与组织架构", "org", "org:departments", "org.view"),
        Place("岗位", "people", "org:posts", "org.view"),
        Place("承包商单位", "org", "org:contractors", "org.view"),
        Place("值班表", "clock", "org:shifts", "org.view"),
        Place("节假日", "clock", "org:holidays", "org.view"),
    )),
    ("文件", (
        Place("法规制度", "file", "documents:documents", "documents.view"),
    )),
    ("系统", (
        Place("账号与角色", "lock", "org:accounts", "accounts.view"),
        Place("接口令牌", "plug", "org:tokens", "accounts.view"),
        Place("审计记录", "file", "audit:rows", "audit.view"),
        Place("现场手机", "tag", "field:devices", "devices.view"),
        Place("现场应用", "tag", "field:shell", "field.use"),
        Place("运行状态", "gear", "system:state", "system.view"),
        Place("数据保存", "file", "system:retention", "system.view"),
        Place("接口文档", "plug", "api_docs", "home.view"),
        Place("安全自查", "lock", "system:security", "system.edit"),
        Place("后台数据表", "gear", "admin:index", "system.edit"),
    )),
)  # fmt: skip


def rail() -> Sequence[Place]:
    """Of a plant, or of a node that watches over plants."""
    return PROVINCE_RAIL if settings.ROLE == "province" else RAIL


def more() -> list[tuple[str, Sequence[Place]]]:
    """The groups of the page of pages, as the node's role has them."""
    is_province = settings.ROLE == "province"
    if is_province:
        return [(title, [_named(one) for one in places])
                for title, places in MORE if title in PROVINCE_MORE]  # fmt: skip
    return [one for one in MORE if one[0] not in PROVINCE_ONLY]


def _named(place: Place) -> Place:
    """As an authority calls it."""
    label = PROVINCE_WORDS.get(place.route)
    return replace(place, label=label) if label else place


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, computed only by templates that use it, once a request."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def places_for(account: Account, places: Sequence[Place]) -> list[tuple[Place, str]]:
    """The places this account may go to, with their addresses."""
    found = [(place, place.url_for(account)) for place in places]
    return [(place, url) for place, url in found if url]


def _shell(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    common = {
        "theme": theme if theme in ("dark", "light") else "",
        "styles": [f"desk/{name}.css" for name in STYLES],
        "zone": settings.TIME_ZONE,
        "now_ms": clock.now_ms(),
        "clock": f"{timezone.localtime():%m-%d %H:%M:%S}",
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.path.startswith(ENTRANCE):
        return common | {"account": None}
    return common | _of_account(request, cast(Account, user))


def _of_account(request: HttpRequest, account: Account) -> dict[str, Any]:
    duty = org.current_duty(account.company, clock.now()) if account.company else None
    site = known_site(account.company) if account.company else None
    return {
        "account": account,
        "must_use_second_step": needs_second_factor(account),
        "role_list": [Role(role).label for role in account.roles],
        "roles": "、".join(Role(role).label for role in account.roles),
        "place": " · ".join(dict.fromkeys(str(part) for part in (account.company, site) if part)),
        "duty": f"{duty.team} 当班：{duty.leader.name}" if duty else "",
        "nav": _rail(request, account),
        "evacuations": open_evacuations(account.company) if account.company else [],
        "counts": alarm_counts(account) if account.may("alarms.view") else [],
        "counts_only_open": settings.ROLE == "province",  # none of its own is no news there
        "alarms_url": Place("", "", "alarms:alarms", "alarms.view").url_for(account),
    }


def _rail(request: HttpRequest, account: Account) -> list[dict[str, Any]]:
    found = places_for(account, rail())
    inside = [url for _, url in found if url != "/" and request.path.startswith(url)]
    here = max(inside, key=len, default="")
    return [
        {"label": place.label, "icon": place.icon, "url": url, "is_here": url == here}
        for place, url in found
    ]


def alarm_counts(account: Account) -> list[tuple[int, str, int]]:
    """(priority, word, how many are open): what the header shows."""
    open_alarms = Alarm.objects.filter(
        company=account.company, closed_at__isnull=True, is_suppressed=False
    )
    found = dict(open_alarms.order_by().values_list("priority").annotate(Count("pk")))
    return [(priority, word, found.get(priority, 0)) for priority, word in PRIORITIES]
