from django.apps import AppConfig


class VehiclesConfig(AppConfig):
    name = "anhuan.domains.vehicles"
    label = "vehicles"
    verbose_name = "车辆"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Layers of the map, words for the history."""
        from anhuan.desk.history import VERBS
        from anhuan.domains.plant.queries import MAP_LAYERS
        from anhuan.domains.vehicles.queries import layers

        MAP_LAYERS["parking"] = layers.parking_layer
        MAP_LAYERS["routes"] = layers.route_layer
        VERBS.update(
            enrol="登记终端", release="解除终端绑定", sign_up="终端注册", log_out="终端注销",
            book="预约", admit="放行入厂", leave="离厂", cancel="取消",
        )  # fmt: skip
