from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "anhuan.domains.inspection"
    label = "inspection"
    verbose_name = "智能巡检"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update(
            edit="修改", inspection_start="开始巡检", inspection_finish="结束巡检",
            inspection_missed="记为漏检", inspection_abnormal="上报异常",
            abnormality_close="关闭异常",
        )  # fmt: skip
