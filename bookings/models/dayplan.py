"""当日のこと: what both sides must know on the day. Filled by office, department and group."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from bookings.models.session import LectureSession

_BETWEEN = "、"


class DayPlan(SiteScoped):
    """One per session; empty fields are not settled yet. `version` guards against overwriting."""

    class MapKind(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"

    session = models.OneToOneField(
        LectureSession, on_delete=models.PROTECT, related_name="day_plan"
    )
    version = models.PositiveIntegerField(default=0)
    met_on = models.DateField(_("打合せをした日"), null=True)
    met_by = models.CharField(_("打合せをした人"), max_length=60, blank=True)
    people = models.PositiveSmallIntegerField(_("参加する人数（確定）"), null=True)
    set_up_at = models.TimeField(_("準備をはじめる時刻"), null=True)
    parking = models.CharField(_("公用車をとめる場所"), max_length=200, blank=True)
    key = models.CharField(_("鍵"), max_length=200, blank=True)
    kit = models.CharField(_("機材・備品"), max_length=300, blank=True)
    access = models.CharField(_("入口・行き方"), max_length=200, blank=True)
    group_phone = models.CharField(_("団体の当日の電話"), max_length=15, blank=True)
    department_phone = models.CharField(_("講師の当日の電話"), max_length=15, blank=True)
    map_link = models.URLField(_("地図のリンク"), max_length=500, blank=True)
    map_kind = models.CharField(max_length=4, choices=MapKind.choices, blank=True)
    map_picture = models.BinaryField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("当日のこと")
        verbose_name_plural = _("当日のこと")

    def __str__(self) -> str:
        return str(self.session)

    @staticmethod
    def noted(fields: Iterable[str]) -> str:
        """A note of what was written: the fields' names, since its readers' languages differ."""
        return _BETWEEN.join(fields)

    @classmethod
    def words(cls, note: str) -> str:
        """The same as a person reads it; what names no field stays as it is."""
        labels = {field.name: field.verbose_name for field in cls._meta.fields}
        labels["map_picture"] = _("地図")
        return _BETWEEN.join(str(labels.get(part, part)) for part in note.split(_BETWEEN))
