"""文書: what was issued on paper, frozen. A correction is a new paper that names the old one."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.event import RequestEvent
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession
from bookings.status import REQUEST_ENDS


class IssuedPaper(PubliclyNamed, SiteScoped):
    """One paper with its number, date and sender; its words stand in `PaperContent`."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("決定通知書")
        REFUSAL = "refusal", _("不承認通知書")
        DISPATCH = "dispatch", _("講師派遣依頼文")
        APPROVAL = "approval", _("伺い")
        DAY = "day", _("当日票")
        LETTER = "letter", _("団体への手紙")
        FAX = "fax", _("ファックス送信票")

    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="papers")
    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, null=True, related_name="papers"
    )
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("文書番号"), max_length=40, blank=True)
    dated = models.DateField(_("日付"))
    sender = models.CharField(_("発信者"), max_length=120, blank=True)
    seal_omitted = models.BooleanField(_("公印省略"), default=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    digest = models.CharField(max_length=64)
    event = models.OneToOneField(RequestEvent, on_delete=models.PROTECT, related_name="paper")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("文書")
        verbose_name_plural = _("文書")
        constraints = [
            models.CheckConstraint(
                name="paper_kind_is_known",
                condition=models.Q(
                    kind__in="decision refusal dispatch approval day letter fax".split()
                ),
            ),
            AppendOnly(name="issued_paper_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class PaperContentQuerySet(models.QuerySet["PaperContent"]):
    def over(self, day: date) -> "PaperContentQuerySet":
        """To be erased: its request has ended, and the group's own names need not stay either."""
        return self.filter(
            keep_until__lte=day,
            paper__request__group__keep_until__lte=day,
            paper__request__status__in=REQUEST_ENDS,
        )


class PaperContent(SiteScoped):
    """The blocks as issued. Apart from the paper, so that the words can be erased after their time."""

    paper = models.OneToOneField(IssuedPaper, on_delete=models.PROTECT, related_name="content")
    sheet = models.JSONField()
    keep_until = models.DateField(_("残す期限"))

    objects = scoped(PaperContentQuerySet)

    class Meta:
        verbose_name = _("文書の中身")
        verbose_name_plural = _("文書の中身")

    def __str__(self) -> str:
        return str(self.paper)
