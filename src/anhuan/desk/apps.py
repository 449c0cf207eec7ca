from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "anhuan.desk"
    label = "desk"
    verbose_name = "桌面页"
