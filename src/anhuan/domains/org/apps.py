from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "anhuan.domains.org"
    label = "org"
    verbose_name = "组织"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words of rights and verbs for the desk; people for its search box."""
        from django.urls import reverse

        from anhuan.desk.history import VERBS
        from anhuan.desk.pages import RIGHT_WORDS
        from anhuan.desk.search import FINDERS, Finder, Hit
        from anhuan.domains.org import queries, rules

        RIGHT_WORDS.update(rules.RIGHT_LABELS)
        VERBS["unlock"] = "解除锁定"

        def people(account: object, text: str, limit: int) -> list[Hit]:
            found = queries.search_people(account, text, limit)  # type: ignore[arg-type]
            return [
                Hit(p.name, f"{p.number} · {p.department or p.employer or ''}",
                    reverse("org:person", args=[p.pk]))
                for p in found
            ]  # fmt: skip

        FINDERS.append(Finder("人员", "people.view", people))
