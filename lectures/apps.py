from django.apps import AppConfig


class LecturesConfig(AppConfig):
    name = "lectures"
    verbose_name = "講座"
    default_auto_field = "django.db.models.BigAutoField"
