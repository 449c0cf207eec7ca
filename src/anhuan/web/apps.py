from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "anhuan.web"
    label = "web"
    verbose_name = "网页"

    def ready(self) -> None:
        """The field app learns what the slices add to it; hazards, which permits there are."""
        from anhuan.domains.field.queries import register
        from anhuan.domains.hazards.queries.register import PERMITS
        from anhuan.web import links, quick_migrations, wiring

        quick_migrations.install()
        register(wiring.FIELD_OPERATIONS, wiring.FIELD_TODOS, wiring.FIELD_VIEWS)
        PERMITS.append(links.permit_cards)
