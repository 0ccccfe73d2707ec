from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "利用者"
    default_auto_field = "django.db.models.BigAutoField"
