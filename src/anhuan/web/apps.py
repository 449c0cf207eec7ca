from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "anhuan.web"
    label = "web"
    verbose_name = "网页"
