"""Kinds of alarm that devices of permits raise for the whole plant."""

from anhuan.domains.alarms.rules import Kind

DEVICE_KINDS = (
    Kind(
        "gas_oxygen", "氧含量报警", 1,
        cause="探测器测得氧含量低于 19.5% 或高于 23.5%",
        consequence="人员可能缺氧窒息，或可燃物更易着火",
        action="通知附近人员撤离，佩戴空气呼吸器后到场确认，查找惰性气体或氧气泄漏",
    ),
    Kind(
        "detector_silent", "检测设备无数据", 2,
        cause="固定式气体探测器或气象站停止上报", consequence="泄漏、大风等异常可能无人知晓",
        action="检查供电与网络，恢复前用便携式仪器加强巡测",
    ),
    Kind(
        "lock_forced", "电子锁异常打开", 2,
        cause="电子锁被强行打开，或没有授权而被打开",
        consequence="有人可能未经许可进入受限空间或送电",
        action="立即到场核实，内有人员先救援，再重新上锁",
    ),
    Kind(
        "lock_misuse", "电子锁多次误码", 3,
        cause="10 分钟内 5 次输入无效授权码", consequence="可能有人试图未经许可开锁",
        action="核实现场人员，需要时由监护人重新领取授权码",
    ),
)  # fmt: skip
GAS_KINDS = ("gas_combustible", "gas_toxic", "gas_oxygen")
