from django.apps import AppConfig


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
        from anhuan.domains.permits.rules.states import Deed

        VERBS.update({f"permit_{deed}": deed.label for deed in Deed})
        VERBS["permit_print"] = "打印"
        for alarm, row in ALARM_CODES.items():
            code = alarm_kind(alarm)
            KINDS[code] = Kind(
                code, row.label, row.priority, "" if row.is_own else f"A.4/{row.code}",
                cause=row.trigger, consequence="作业失去许可条件，可能引发事故",
                action="停止作业、核实现场，消除原因后再继续" if row.suspends else "核实并补办手续",
            )  # fmt: skip
