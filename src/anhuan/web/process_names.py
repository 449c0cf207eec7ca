"""What the box's processes are called on pages and in alarms."""

NAMES = {
    "web": "网页服务", "engine": "定位引擎", "worker": "后台任务", "postgres": "PostgreSQL",
    "nats": "NATS", "devices": "模拟设备", "jt808": "车载终端接入",
    "supervisor": "监管进程", "reporter": "上报服务", "exchange": "数据交换",
    "receiver": "接收服务", "plants": "模拟企业",
}  # fmt: skip


def called(name: str) -> str:
    """The process's name; of several alike with its number (`web-2`: 网页服务 2)."""
    kind, _, number = name.partition("-")
    return f"{NAMES.get(kind, kind)} {number}".strip()
