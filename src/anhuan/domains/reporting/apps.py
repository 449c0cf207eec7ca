from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "anhuan.domains.reporting"
    label = "reporting"
    verbose_name = "数据上报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history; the alarm of a morning's duty that was missed."""
        from anhuan.desk.history import VERBS
        from anhuan.domains.alarms.rules import KINDS, Kind

        VERBS.update(
            report_resend="重新上报", report_drop="作废上报", report_test="发送测试数据",
            report_port="试连端口",
            report_recheck="重新校验", commit="安全承诺",
            order_reply="反馈监管事项",
        )  # fmt: skip
        KINDS["reporting_late"] = Kind(
            "reporting_late", "未按时上报", 2,
            cause="10:00 前没有完成安全承诺或当日作业计划上报",
            consequence="监管平台记为未承诺或迟承诺", action="立即完成承诺或补报，并查明原因",
        )  # fmt: skip
