"""How the installation runs: its epoch, its periodic work, its signs of life. No town's data."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Installation(models.Model):
    """One row. The count of hand-offs shows a database that was restored from a backup."""

    install_id = models.UUIDField(default=uuid.uuid4, editable=False)
    epoch = models.PositiveIntegerField(default=1)
    handoffs = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("インストール")
        verbose_name_plural = _("インストール")
        constraints = [models.CheckConstraint(name="installation_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"epoch {self.epoch}"

    @classmethod
    def present(cls) -> "Installation":
        """The one row, made at the first question."""
        return cls.objects.get_or_create(pk=1)[0]


class PeriodicRun(models.Model):
    """One periodic task at one due moment: whoever inserts the row runs it."""

    task = models.CharField(max_length=120)
    due_at = models.DateTimeField()

    class Meta:
        verbose_name = _("定期処理")
        verbose_name_plural = _("定期処理")
        constraints = [models.UniqueConstraint(fields=["task", "due_at"], name="periodic_run_once")]

    def __str__(self) -> str:
        return f"{self.task} {self.due_at:%Y-%m-%dT%H:%M:%SZ}"


class Heartbeat(models.Model):
    """When a part of the installation last showed that it lives."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("稼働の印")
        verbose_name_plural = _("稼働の印")

    def __str__(self) -> str:
        return self.name
