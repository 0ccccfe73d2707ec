from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from bookings import marking


class BookingsConfig(AppConfig):
    name = "bookings"
    verbose_name = "申込"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Triggers name tables of today: away while tables are remade, back when they stand."""
        pre_migrate.connect(marking.take_away, sender=self)
        post_migrate.connect(marking.install, sender=self)
