"""公開講座: one course of a provider with its dated meetings, as plain rows."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped

TITLE_LENGTH = 120


class Provider(SiteScoped):
    """提供機関: who offers courses in the town."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("大学・短大・高専")
        MUSEUM = "museum", _("博物館・美術館・図書館")
        NPO = "npo", _("NPO・市民の団体")
        COMPANY = "company", _("企業")
        CITY = "city", _("市")
        OTHER = "other", _("そのほか")

    name = models.CharField(_("機関の名前"), max_length=80)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices, default=Kind.UNIVERSITY)
    contact = models.CharField(
        _("連絡先"), max_length=120, blank=True, help_text=_("電話や担当の部署。市民にも見えます。")
    )
    website = models.URLField(_("ホームページ"), blank=True)

    class Meta:
        verbose_name = _("提供機関")
        verbose_name_plural = _("提供機関")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="provider_name_once",
                violation_error_message=_("この名前の提供機関はもうあります。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CourseFacts(models.Model):
    """What an editor fills in once: drafted on the page, copied to the row when published."""

    provider = models.ForeignKey(
        Provider,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("提供機関"),
        help_text=_("講座を開く大学や博物館など。一覧になければ「講座の台帳」で先に登録します。"),
    )
    audience = models.CharField(
        _("対象"),
        max_length=80,
        blank=True,
        help_text=_("例：高校生から。だれでもよければ空けておきます。"),
    )
    capacity = models.PositiveSmallIntegerField(
        _("定員（人）"), null=True, blank=True, help_text=_("決まっていなければ空けておきます。")
    )
    fee_note = models.CharField(
        _("受講料"),
        max_length=80,
        blank=True,
        help_text=_("例：全5回で3,000円。無料なら空けておきます。"),
    )
    place = models.CharField(
        _("会場"),
        max_length=120,
        blank=True,
        help_text=_("建物の名前と住所。部屋は回ごとに入れます。"),
    )
    intake_from = models.DateField(
        _("受付のはじまり"),
        null=True,
        blank=True,
        help_text=_("空けておくと、すぐ受付中になります。"),
    )
    intake_until = models.DateField(
        _("受付のおわり"),
        null=True,
        blank=True,
        help_text=_("空けておくと、最後の回の日まで受け付けます。"),
    )
    contact = models.CharField(
        _("申込みの連絡先"), max_length=120, blank=True, help_text=_("電話番号やメール。")
    )
    apply_url = models.URLField(
        _("申込みのページ"),
        blank=True,
        help_text=_("提供機関の申込みのページがあれば、そのアドレス。"),
    )
    city_part = models.CharField(
        _("市のかかわり"),
        max_length=120,
        blank=True,
        help_text=_("例：共催、会場の提供、受講料の補助"),
    )

    class Meta:
        abstract = True

    @classmethod
    def fact_names(cls) -> list[str]:
        """The names of the facts, for copying page → row."""
        return [field.name for field in CourseFacts._meta.fields]


class Course(PubliclyNamed, SiteScoped, CourseFacts):
    title = models.CharField(_("講座名"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("短い説明"), max_length=120, blank=True)
    listed = models.BooleanField(_("公開中"), default=True)

    class Meta:
        verbose_name = _("公開講座")
        verbose_name_plural = _("公開講座")
        constraints = [
            models.CheckConstraint(
                name="course_intake_ends_after_it_starts",
                condition=Q(intake_from__isnull=True)
                | Q(intake_until__isnull=True)
                | Q(intake_until__gte=F("intake_from")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class MeetingFacts(models.Model):
    """One dated meeting."""

    starts_at = models.DateTimeField(_("はじまり"))
    ends_at = models.DateTimeField(_("おわり"))
    title = models.CharField(_("この回の題"), max_length=120, blank=True)
    lecturer = models.CharField(_("講師"), max_length=120, blank=True)
    room = models.CharField(_("部屋"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError(
                {"ends_at": _("おわりの時刻は、はじまりの時刻より後にしてください。")}
            )

    @classmethod
    def fact_names(cls) -> list[str]:
        return [field.name for field in MeetingFacts._meta.fields]


class CourseMeeting(PubliclyNamed, SiteScoped, MeetingFacts):
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="meetings")
    order = models.PositiveSmallIntegerField(_("何回目"))

    class Meta:
        verbose_name = _("公開講座の回")
        verbose_name_plural = _("公開講座の回")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["course", "order"], name="course_meeting_order_once"),
            models.CheckConstraint(
                name="course_meeting_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.order}"


def intake_words(facts: CourseFacts, *, last_day: date | None, today: date) -> tuple[str, str]:
    """(code, words) of where the intake stands on that day."""
    until = facts.intake_until or last_day
    if last_day is not None and last_day < today:
        return "over", gettext("終わりました")
    if until is not None and until < today:
        return "closed", gettext("受付は終わりました")
    if facts.intake_from is not None and today < facts.intake_from:
        return "soon", gettext("これから受け付けます")
    return "open", gettext("受付中")
