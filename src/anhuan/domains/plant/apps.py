from django.apps import AppConfig


class PlantConfig(AppConfig):
    name = "anhuan.domains.plant"
    label = "plant"
    verbose_name = "厂区"
    default_auto_field = "django.db.models.BigAutoField"
