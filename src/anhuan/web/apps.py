from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "anhuan.web"
    label = "web"
    verbose_name = "网页"

    def ready(self) -> None:
        """The field app learns what the slices add to it."""
        from anhuan.domains.field.queries import register
        from anhuan.web import wiring

        register(wiring.FIELD_OPERATIONS, wiring.FIELD_TODOS, wiring.FIELD_VIEWS)
