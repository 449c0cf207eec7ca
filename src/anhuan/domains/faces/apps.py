from django.apps import AppConfig


class FacesConfig(AppConfig):
    name = "anhuan.domains.faces"
    label = "faces"
    verbose_name = "人脸核验"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Words for the history."""
        from anhuan.desk.history import VERBS

        VERBS.update(face_enrol="登记人脸", face_forget="删除人脸", face_check="人脸核验")
