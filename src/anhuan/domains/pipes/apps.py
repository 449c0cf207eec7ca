from django.apps import AppConfig


class PipesConfig(AppConfig):
    name = "anhuan.domains.pipes"
    label = "pipes"
    verbose_name = "数据交换"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history; the alarms of pipes."""
        from anhuan.desk.history import VERBS
        from anhuan.domains.alarms.rules import KINDS
        from anhuan.domains.pipes.rules.alarming import ALARM_KINDS

        VERBS.update(
            pipe_version="保存管道版本", pipe_wish="启停管道", pipe_deed="管道操作",
            pipe_remove="移除管道", node_enrol="节点登记",
        )  # fmt: skip
        KINDS.update({kind.code: kind for kind in ALARM_KINDS})
