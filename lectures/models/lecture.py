"""The lecture: a plain row that requests point to, and the facts that its page shares with it."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from lectures.models.people import Department
from lectures.models.year import FiscalYear


class Category(SiteScoped):
    """分野."""

    name = models.CharField(_("分野"), max_length=40)
    order = models.PositiveSmallIntegerField(_("ならび"), default=0)

    class Meta:
        verbose_name = _("分野")
        verbose_name_plural = _("分野")
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="category_name_once")]

    def __str__(self) -> str:
        return self.name


class LectureFacts(models.Model):
    """What an editor fills in once: drafted on the page, copied to the row when published."""

    class NeedKind(models.TextChoices):
        NECESSARY = "necessary", _("必要課題（市が伝えたいこと）")
        REQUESTED = "requested", _("要求課題（市民が知りたいこと）")

    number = models.CharField(
        _("講座番号"),
        max_length=10,
        validators=[
            RegexValidator(r"^[0-9A-Za-z]{1,4}-[0-9]{1,4}$", _("「3-07」の形で入れてください。"))
        ],
        help_text=_("分野の番号と、その中の番号。例：3-07。年度の中で一つだけです。"),
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", verbose_name=_("分野")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("担当課"),
        help_text=_("依頼のメールが届く課です。"),
    )
    need_kind = models.CharField(
        _("課題の種類"),
        max_length=10,
        choices=NeedKind.choices,
        default=NeedKind.NECESSARY,
        help_text=_("年度の報告で、二つのつりあいを見るために使います。"),
    )
    minutes = models.PositiveSmallIntegerField(
        _("時間（分）"),
        default=60,
        validators=[MinValueValidator(15), MaxValueValidator(240)],
        help_text=_("講座そのものの長さ。例：60"),
    )
    audience = models.CharField(
        _("対象"),
        max_length=80,
        blank=True,
        help_text=_("例：小学4年生から。だれでもよければ空けておきます。"),
    )
    to_prepare = models.CharField(
        _("申し込む人が用意するもの"),
        max_length=200,
        blank=True,
        help_text=_("例：プロジェクター、机といす"),
    )
    cost_note = models.CharField(
        _("かかるお金"),
        max_length=80,
        blank=True,
        help_text=_("材料費など。なければ空けておきます。"),
    )
    accepting = models.BooleanField(
        _("申込みを受け付ける"), default=True, help_text=_("休むときは外します。ページは残ります。")
    )

    class Meta:
        abstract = True

    @classmethod
    def fact_names(cls) -> list[str]:
        """The names of the facts, for copying page → row."""
        return [field.name for field in LectureFacts._meta.fields]


class LectureQuerySet(models.QuerySet["Lecture"]):
    def accepting(self) -> "LectureQuerySet":
        return self.filter(accepting=True)


class Lecture(PubliclyNamed, SiteScoped, LectureFacts):
    """What can be requested in one fiscal year. Requests point here; pages describe it."""

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="lectures")
    title = models.CharField(_("講座名"), max_length=120)
    summary = models.CharField(_("短い説明"), max_length=120, blank=True)
    other_departments = models.ManyToManyField(
        Department, blank=True, related_name="shared_lectures", verbose_name=_("いっしょに行う課")
    )
    continued_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )

    objects = scoped(LectureQuerySet)

    class Meta:
        verbose_name = _("講座")
        verbose_name_plural = _("講座")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "fiscal_year", "number"],
                name="lecture_number_once_per_year",
                violation_error_message=_("この年度には、同じ番号の講座がもうあります。"),
            ),
            models.CheckConstraint(
                name="lecture_does_not_continue_itself",
                condition=Q(continued_from__isnull=True) | ~Q(continued_from=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class LectureTally(SiteScoped):
    """What the catalogue shows of bookings; written by bookings' actions in their transaction."""

    lecture = models.OneToOneField(Lecture, on_delete=models.PROTECT, related_name="tally")
    delivered = models.PositiveIntegerField(_("実施した回数"), default=0)
    planned = models.PositiveIntegerField(_("予定の回数"), default=0)

    class Meta:
        verbose_name = _("講座の回数")
        verbose_name_plural = _("講座の回数")

    def __str__(self) -> str:
        return f"{self.delivered}+{self.planned}"


class NextDepartment(SiteScoped):
    """次の候補: who is asked when the lecture's own department stays silent or declines."""

    lecture = models.ForeignKey(
        Lecture,
        on_delete=models.PROTECT,
        related_name="next_departments",
        verbose_name=_("講座"),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("課")
    )
    order = models.PositiveSmallIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("次の候補の課")
        verbose_name_plural = _("次の候補の課")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["lecture", "order"], name="next_department_order_once"),
            models.UniqueConstraint(fields=["lecture", "department"], name="next_department_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.department}"
