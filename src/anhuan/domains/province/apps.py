from django.apps import AppConfig


class ProvinceConfig(AppConfig):
    name = "anhuan.domains.province"
    label = "province"
    verbose_name = "省市县监管"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update(
            key_issue="发放密钥", order_issue="下发", order_close="核查闭环",
            order_return="退回重办",
            spot_check="巡查抽查", limits_decide="批准阈值",
        )  # fmt: skip
