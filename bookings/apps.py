from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "申込"
    default_auto_field = "django.db.models.BigAutoField"
