"""The kinds of alarm: what each is called, how urgent, which codes, what to do about it.

Crowding is three kinds, one a colour (AQ 3064.3 5.2.3): each colour has its own priority, its own
recipients and its own rule of clearing, and a plant tunes them one by one. An alarm that gets
worse changes its kind; it never changes back by itself.
"""

from dataclasses import dataclass

LONGEST_SHELVING_H = 8
ESCALATION: dict[int, tuple[tuple[int, str], ...]] = {
    1: ((0, "operator"), (60, "shift_leader"), (180, "safety_manager"), (600, "plant_head")),
    2: ((0, "operator"), (180, "shift_leader"), (600, "safety_manager"), (1800, "plant_head")),
    3: ((0, "operator"), (900, "shift_leader"), (3600, "safety_manager")),
    4: ((0, "operator"), (7200, "shift_leader")),
}
# What `inputs["way"]` of a boundary alarm says (AQ 3064.3 5.2.4 a).
BOUNDARY_WAYS = {
    "entry": "无权进入",
    "left_post": "离岗",
    "strayed": "串岗",
    "left_plant": "携标签离厂",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of alarm as the product ships it; a company's copy may differ (`AlarmKind`)."""

    code: str
    name: str
    priority: int  # 1 most urgent … 4
    aq_code: str = ""  # AQ 3064.3-2025 appendix B: "B.3/0" is code 0 of table B.3
    province_code: str = ""  # Shandong 01–09
    needs_clearing: bool = False  # somebody must confirm that it is over
    sounds: bool = True
    may_silence: bool = True
    cause: str = ""
    consequence: str = ""
    action: str = ""

    @property
    def guidance(self) -> str:
        """Cause, consequence, action, a line each (ISA-18.2)."""
        return f"原因：{self.cause}\n后果：{self.consequence}\n处置：{self.action}"

    @property
    def must_clear_by_hand(self) -> bool:
        """Orange and red crowding: no setting may change it (AQ 3064.3 5.2.3 c)."""
        return self.code in ("crowd_orange", "crowd_red")


_PEOPLE = (
    Kind(
        "sos", "一键求救", 1, "B.3/0", "01", needs_clearing=True, may_silence=False,
        cause="人员按下随身设备求救键", consequence="人员可能受伤、中毒或被困",
        action="呼叫本人，查看定位与视频，派最近人员携防护到场，必要时启动应急预案",
    ),
    Kind(
        "fall", "跌倒", 1, needs_clearing=True, may_silence=False,
        cause="标签上报跌倒或剧烈冲击", consequence="人员可能失去行动能力",
        action="呼叫本人，无应答立即派人到场并通知医护",
    ),
    Kind(
        "still", "静止超时", 2, "B.3/3", "06",
        cause="人员在危险区域长时间不移动", consequence="可能昏迷、中毒窒息，或标签脱落",
        action="呼叫本人，无应答按求救处置；标签脱落则收回重新佩戴",
    ),
    Kind(
        "overstay", "滞留超时", 3, "B.3/2", "02",
        cause="人员在区域内逗留超过规定时长", consequence="长时间暴露于危险环境",
        action="联系本人或班组长，确认作业必要性，无必要立即撤出",
    ),
    Kind(
        "boundary", "越界", 2, "B.3/1", "03",
        cause="无权进入、离岗、串岗或携标签离厂", consequence="人员暴露于未授权区域，或岗位失守",
        action="通知本人立即退出或返岗，30 秒未消除的记为越界事件",
    ),
    Kind(
        "over_count", "超员", 2, "B.4/1", "04",
        cause="区域人数达到或超过限员", consequence="事故时伤亡扩大",
        action="通知区域负责人疏散无关人员至限员以下",
    ),
    Kind(
        "under_count", "缺员", 2, "B.4/2", "05",
        cause="控制室、值班室等岗位人数不足", consequence="异常工况无人及时处置",
        action="联系当班班组长，立即安排人员到岗",
    ),
    Kind(
        "worker_left", "作业人员离开", 2, "", "08",
        cause="监护人或作业人员离开作业现场", consequence="特殊作业失去监护",
        action="停止作业，召回人员或办理交接后恢复",
    ),
    Kind(
        "intruder", "非作业人员闯入", 2, "", "09",
        cause="非作业人员进入危险作业区域", consequence="无关人员受作业伤害",
        action="劝离无关人员，检查警戒与监护",
    ),
    Kind(
        "near_high_risk", "接近高风险区", 4, sounds=False,
        cause="无权人员接近高风险区域边界", consequence="可能误入高风险区域",
        action="提醒本人远离，关注后续动向",
    ),
    Kind(
        "tag_unassigned", "标签未绑定人员", 4, sounds=False,
        cause="在用标签没有绑定人员或车辆", consequence="应急时无法确认身份",
        action="核实持有人，办理发放或收回标签",
    ),
    Kind(
        "no_tag", "人员未带标签", 3,
        cause="门禁记录在厂但没有定位标签", consequence="应急时无法定位该人员",
        action="联系本人领取或佩戴标签",
    ),
    Kind(
        "call", "人员呼叫", 3, needs_clearing=True,
        cause="人员通过标签请求联系", consequence="现场需要支援",
        action="回呼本人，记录需求并安排",
    ),
)  # fmt: skip
_CROWD = (
    Kind(
        "crowd_yellow", "聚集黄色预警", 3, "B.5", may_silence=False,
        cause="半径 15 m 内 3 人聚集超过 1 分钟", consequence="事故时多人受伤",
        action="提醒现场人员分散；人员分散后自动解除",
    ),
    Kind(
        "crowd_orange", "聚集橙色预警", 2, "B.5", needs_clearing=True, may_silence=False,
        cause="半径 15 m 内 4 至 6 人聚集超过 1 分钟", consequence="事故时较多人伤亡",
        action="通知现场立即分散，经视频或现场确认疏散后人工消警",
    ),
    Kind(
        "crowd_red", "聚集红色预警", 1, "B.5", needs_clearing=True, may_silence=False,
        cause="半径 15 m 内 6 人以上聚集超过 1 分钟", consequence="事故时群死群伤",
        action="立即停止聚集、组织撤离，管理人员到场，确认疏散后人工消警",
    ),
)  # fmt: skip
_THINGS = (
    Kind(
        "gas_combustible", "可燃气体报警", 1,
        cause="可燃气体探测器达到报警值", consequence="泄漏气体可能着火、爆炸",
        action="撤离附近人员，切断火源和动火作业，携便携检测仪到场确认并处置泄漏",
    ),
    Kind(
        "gas_toxic", "有毒气体报警", 1,
        cause="有毒气体探测器达到报警值", consequence="附近人员可能中毒",
        action="通知附近人员向上风向撤离，佩戴空气呼吸器后到场确认并处置泄漏",
    ),
    Kind(
        "overspeed", "车辆超速", 3, "", "07",
        cause="厂内车辆超过路段限速", consequence="碰撞人员、管线或装置",
        action="通知驾驶员减速，记录并按制度处理",
    ),
    Kind(
        "illegal_parking", "违规停车", 3,
        cause="车辆停在停车位以外，或停放超过限停时长",
        consequence="堵塞消防与应急通道，或在危险区域形成点火源",
        action="通知驾驶员立即驶离，核实停车原因并记录",
    ),
    Kind(
        "off_route", "车辆偏离路线", 2,
        cause="车辆驶离通行单准行的路线", consequence="危化品运输车进入无关装置区域",
        action="呼叫驾驶员与押运员返回路线，必要时派人拦停引导",
    ),
    Kind(
        "signal_lost", "定位信号丢失", 3,
        cause="标签在厂内失去信号超过规定时间", consequence="应急时无法定位该人员",
        action="联系本人，检查标签电量与基站状态",
    ),
    Kind(
        "low_battery", "标签低电量", 4, sounds=False,
        cause="标签电量低于设定值", consequence="标签即将失去定位与求救功能",
        action="通知本人更换或充电",
    ),
    Kind(
        "anchor_down", "基站离线", 3,
        cause="基站停止上报", consequence="所在区域定位精度下降或失去覆盖",
        action="检查供电与网络，恢复前加强该区域人工巡查",
    ),
    Kind(
        "clock_skew", "设备时钟偏差", 4, sounds=False,
        cause="设备上报时间与系统时间不符", consequence="轨迹与报警时间不可信",
        action="对设备校时，核查网关 NTP 设置",
    ),
    Kind(
        "system", "系统异常", 2,
        cause="平台进程停止、磁盘不足或服务不可用", consequence="监测与报警可能中断",
        action="查看系统状态页，通知管理员恢复，期间改为人工值守",
    ),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.code: kind for kind in (*_PEOPLE, *_CROWD, *_THINGS)}
GAS_CODES = ("gas_combustible", "gas_toxic")
CROWD_CODES = ("crowd_yellow", "crowd_orange", "crowd_red")


def crowd_code(people: int) -> str | None:
    """The colour of a gathering: 3 yellow, 4 to 6 orange, 7 and more red (AQ 3064.3 5.2.3)."""
    if people >= 7:
        return "crowd_red"
    if people >= 4:
        return "crowd_orange"
    return "crowd_yellow" if people == 3 else None
