from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "anhuan.domains.calibration"
    label = "calibration"
    verbose_name = "校准"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update(
            stand="到达测量点", leave_point="离开测量点", add_stand="补录停留",
            finish_test="完成测试", pass_point="经过测量点", compute="计算",
            activate="启用", deactivate="停止使用",
            stage="记录模拟事件", end_event="结束模拟事件", call_off="作废", correct="采用校正",
        )  # fmt: skip
