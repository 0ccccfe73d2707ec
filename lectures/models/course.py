"""公開講座: one course of a provider with its dated meetings, as plain rows."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped
from lectures.courses import status
from lectures.courses.unsaid import ASK
from lectures.fees import fee_words
from lectures.models.provider import Provider

TITLE_LENGTH = 120


class CourseFacts(models.Model):
    """What an editor fills in once: drafted on the page, copied to the row when published."""

    class Entry(models.TextChoices):
        COURSE = "course", _("公開講座")
        OPEN_CLASS = "open_class", _("授業公開")
        CLASS = "class", _("教室・講習")
        TALK = "talk", _("講演会・シンポジウム")
        EXHIBITION = "exhibition", _("展示・見学")
        OTHER = "other", _("そのほかの学習情報")

    class Standing(models.TextChoices):
        BY_DATE = "", _("日にちのとおり")
        FULL = status.FULL, _("定員に達した")
        CANCELLED = status.CANCELLED, _("中止")

    class Certificate(models.TextChoices):
        NONE = "", _("なし")
        RECOGNISED = "recognised", _("履修証明プログラム（学校教育法第105条）")
        OTHER = "other", _("ほかの修了証")

    class CityRole(models.TextChoices):
        UNSAID = "", _("決まっていない")
        JOINT = "joint", _("共催")
        LECTURER = "lecturer", _("講師の派遣")
        PLACE = "place", _("会場の提供")
        INTRODUCED = "introduced", _("紹介だけ")

    class Format(models.TextChoices):
        UNSAID = "", _("書かない")
        IN_PERSON = "in_person", _("会場で")
        ONLINE = "online", _("オンライン")
        BOTH = "both", _("会場でも、オンラインでも")

    entry = models.CharField(
        _("学習情報の種類"), max_length=12, choices=Entry.choices, default=Entry.COURSE
    )
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
    format = models.CharField(
        _("行い方"),
        max_length=9,
        choices=Format.choices,
        default=Format.UNSAID,
        blank=True,
        help_text=_(
            "「オンライン」でさがす人が見つけられます。わからなければ「書かない」のままに。"
        ),
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
    standing = models.CharField(
        _("いまの状態"),
        max_length=10,
        choices=Standing.choices,
        default=Standing.BY_DATE,
        blank=True,
        help_text=_("ふつうは「日にちのとおり」。受付中・開催中・終わりは、日にちから決まります。"),
    )
    standing_note = models.CharField(
        _("中止などのお知らせ"),
        max_length=120,
        blank=True,
        help_text=_("例：台風のため中止します。受講料はお返しします。"),
    )
    hours_given = models.DecimalField(
        _("総時間（時間）"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
        help_text=_(
            "空けておくと、日程から計算します。自宅での学習などを足すときだけ入れます。例：62.5"
        ),
    )
    certificate = models.CharField(
        _("修了の証明"),
        max_length=10,
        choices=Certificate.choices,
        default=Certificate.NONE,
        blank=True,
        help_text=_(
            "履修証明プログラムは、60時間以上で、証明書を出すのは大学です。市は紹介だけをします。"
        ),
    )
    credit_points = models.CharField(
        _("単位・ポイント"),
        max_length=60,
        blank=True,
        help_text=_("例：市民大学 1単位、シティカレッジ 2ポイント"),
    )
    city_role = models.CharField(
        _("市のかかわり"),
        max_length=10,
        choices=CityRole.choices,
        default=CityRole.UNSAID,
        blank=True,
        help_text=_("市が何もせず知らせるだけの講座は「紹介だけ」をえらびます。"),
    )
    city_part = models.CharField(
        _("市のかかわりの説明"),
        max_length=120,
        blank=True,
        help_text=_("補うことがあれば。例：受講料の補助、送迎バス"),
    )
    source_name = models.CharField(
        _("情報のもと"),
        max_length=80,
        blank=True,
        help_text=_("ほかの機関の案内から写したときは、その名前。例：県民学習ネット"),
    )
    source_url = models.URLField(
        _("情報のもとのページ"), blank=True, help_text=_("もとの案内のアドレス。")
    )

    class Meta:
        abstract = True

    @property
    def says_fee(self) -> bool:
        return self.fee_note != ASK

    @property
    def fee_words(self) -> str:
        """受講料 in the reader's language, as far as it is a fact."""
        return fee_words(self.fee_note)

    @property
    def says_audience(self) -> bool:
        return self.audience != ASK

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
            ),
            models.CheckConstraint(
                name="course_takes_some_time",
                condition=Q(hours_given__isnull=True) | Q(hours_given__gt=0),
            ),
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
    all_day = models.BooleanField(
        _("終日（時刻を出さない）"), default=False, help_text=_("展示など、日にちだけのとき。")
    )
    cancelled = models.BooleanField(_("この回は中止"), default=False)

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
