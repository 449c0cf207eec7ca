"""What went wrong in the past month: kinds of alarm, where, to whom, and what was done."""

from dataclasses import dataclass

EMPLOYEES = ("employee", "intern")
Result = tuple[str, str]  # cause, what was done


@dataclass(frozen=True, slots=True)
class Case:
    """One sort of event. `text` and `title` may name {area}, {first}, {names}, {count}."""

    kind: str
    weight: int
    area: str
    spots: tuple[str, ...]
    title: str
    text: str
    lasts_s: tuple[float, float]
    results: tuple[Result, ...]
    kinds: tuple[str, ...] = EMPLOYEES
    count: tuple[int, int] = (1, 1)
    radius_m: float | None = None
    names_people: bool = True


CASES: tuple[Case, ...] = (
    Case("boundary", 5, "TKF", ("tkf-pump", "tkf-ring-n"), "越界 · {area}",
         "{first} 无权进入一号罐区", (20, 160),
         (("real", "已电话通知本人退出，现场教育，通报承包商现场负责人"),
          ("maintenance", "作业人员未及时登记授权，已补办入区审批")),
         ("contractor",)),
    Case("over_count", 3, "TKF", ("tkf-mid", "tkf-pump"), "超员 · {area}",
         "{count} 人，限 6 人：{names} 等", (60, 420),
         (("real", "交接班两组人员同时巡检，已要求错开时间"),
          ("maintenance", "罐顶呼吸阀检修，车间已提前报备，作业后撤离")),
         count=(6, 7)),
    Case("crowd_yellow", 6, "DST", ("dst-t202", "dst-pump-2"), "黄色聚集 · 3 人",
         "{names} 在精馏装置聚集超过 1 分钟", (30, 300),
         (("real", "现场交接工具，提醒后散开"), ("maintenance", "检修交底，已提醒尽快分散")),
         ("employee", "contractor"), (3, 3), 9.0),
    Case("crowd_orange", 2, "SYN", ("syn-drum-2", "syn-pump"), "橙色聚集 · {count} 人",
         "{names} 等 {count} 人聚集超过 1 分钟", (90, 480),
         (("maintenance", "缓冲罐人孔封闭，确需多人作业，已研判并加强监护"),),
         ("contractor",), (4, 6), 11.5),
    Case("still", 4, "DST", ("dst-v201", "dst-t204"), "静止超时 · {first}",
         "{first} 在精馏装置静止超过 2 分钟", (60, 400),
         (("false", "本人在塔旁抄表记录，通话确认安全"),
          ("real", "标签掉落在泵基础旁，已找回重新佩戴"))),
    Case("under_count", 1, "CCR", ("ccr-desk-5",), "缺员 · {area}",
         "中控室少于 2 人", (30, 120),
         (("real", "一人去机柜间、一人用餐，班长已返岗并重申值守纪律"),),
         names_people=False),
    Case("sos", 1, "SYN", ("frm-3-b", "cmp-2"), "一键求救 · {first}",
         "{first} 按下求救键", (25, 90),
         (("false", "整理工具时误触，本人电话确认安全"),
          ("test", "按月度计划测试求救功能，响应正常"))),
    Case("signal_lost", 6, "WHS", ("whs-3", "whs-1"), "信号丢失 · {first}",
         "{first} 的标签超过 1 分钟没有信号", (70, 600),
         (("real", "货架遮挡，人员走出后恢复"), ("real", "标签电量耗尽，已更换")),
         names_people=True),
    Case("low_battery", 7, "OFF", ("off-lobby",), "低电量 · {first}",
         "{first} 的标签电量低于 20 %", (1800, 14000),
         (("real", "已到门岗更换标签"),)),
    Case("anchor_down", 2, "WHS", ("whs-1",), "基站离线 · A-042",
         "甲类仓库西侧基站超过 2 分钟没有上报", (200, 2400),
         (("maintenance", "配电箱检修停电，送电后恢复"), ("real", "网线接头松动，已重新压接")),
         names_people=False),
    Case("overstay", 2, "TKF", ("tkf-v1103",), "滞留超时 · {first}",
         "{first} 在一号罐区逗留超过 60 分钟", (60, 900),
         (("maintenance", "液位计校验延时，作业票在有效期内"),)),
)  # fmt: skip
