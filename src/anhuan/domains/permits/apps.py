from django.apps import AppConfig

OTHER_VERBS = {
    "permit_print": "打印",
    "permit_watch": "绑定检测仪",
    "permit_unwatch": "解除检测仪",
    "permit_lock_code": "下发开锁授权码",
    "permit_lock_open": "凭授权码开锁",
    "permit_lock_refuse": "条件不满足，拒绝开锁",
    "permit_lock_end": "收回开锁授权码",
    "permit_fixed_review": "固定动火区风险辨识",
    "permit_seal": "封存作业票",
    "permit_check": "核验作业票档案",
    "permit_export": "导出作业票档案",
}


class PermitsConfig(AppConfig):
    name = "anhuan.domains.permits"
    label = "permits"
    verbose_name = "特殊作业"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history; the kinds of alarm permits raise."""
        from anhuan.desk.history import VERBS
        from anhuan.domains.alarms.rules import KINDS, Kind
        from anhuan.domains.permits.rules.codes import ALARM_CODES, alarm_kind
        from anhuan.domains.permits.rules.device_alarms import DEVICE_KINDS
        from anhuan.domains.permits.rules.states import Deed

        VERBS.update({f"permit_{deed}": deed.label for deed in Deed})
        VERBS.update(OTHER_VERBS)
        for alarm, row in ALARM_CODES.items():
            code = alarm_kind(alarm)
            KINDS[code] = Kind(
                code, row.label, row.priority, "" if row.is_own else f"A.4/{row.code}",
                cause=row.trigger, consequence="作业失去许可条件，可能引发事故",
                action="停止作业、核实现场，消除原因后再继续" if row.suspends else "核实并补办手续",
            )  # fmt: skip
        KINDS.update({one.code: one for one in DEVICE_KINDS})
