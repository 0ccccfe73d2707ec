"""書類: a small PDF or picture beside a request. What it shows is kept apart and can be erased."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.event import RequestEvent
from bookings.models.request import BookingRequest
from bookings.status import REQUEST_ENDS


class RequestFile(PubliclyNamed, SiteScoped):
    """`event` says who put it there and when; one that was taken away keeps its name only."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", _("画像")

    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="files")
    event = models.OneToOneField(RequestEvent, on_delete=models.PROTECT, related_name="file")
    name = models.CharField(_("書類の名前"), max_length=80)
    kind = models.CharField(_("種類"), max_length=4, choices=Kind.choices)
    size = models.PositiveIntegerField(_("大きさ"))
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("書類")
        verbose_name_plural = _("書類")
        constraints = [
            models.CheckConstraint(name="file_kind_is_known", condition=Q(kind__in=["pdf", "jpeg"]))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def filename(self) -> str:
        """As it is saved on somebody's disk."""
        ending = "pdf" if self.kind == self.Kind.PDF else "jpg"
        return f"{self.name}.{ending}"

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.size / 1000))


class FileContentQuerySet(models.QuerySet["FileContent"]):
    def over(self, day: date) -> "FileContentQuerySet":
        """To be erased: its request has ended, and the group's own names need not stay either."""
        return self.filter(
            keep_until__lte=day,
            file__request__group__keep_until__lte=day,
            file__request__status__in=REQUEST_ENDS,
        )


class FileContent(SiteScoped):
    """The bytes as we wrote them anew, never as they were sent."""

    file = models.OneToOneField(RequestFile, on_delete=models.PROTECT, related_name="content")
    data = models.BinaryField()
    keep_until = models.DateField(_("残す期限"))

    objects = scoped(FileContentQuerySet)

    class Meta:
        verbose_name = _("書類の中身")
        verbose_name_plural = _("書類の中身")

    def __str__(self) -> str:
        return str(self.file)
