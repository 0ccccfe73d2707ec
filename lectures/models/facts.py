"""What an editor says of a lecture: the same fields on its page and on its row. No behaviour."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from lectures.fees import fee_words
from lectures.models.people import Department


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

    class LedBy(models.TextChoices):
        CITY = "city", _("市が主導")
        CITIZENS = "citizens", _("民が主導")
        TOGETHER = "together", _("協働（市と民がいっしょに）")

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("対面（会場にうかがう）")
        ONLINE = "online", _("オンライン")
        BOTH = "both", _("対面・オンラインのどちらでも")

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
    led_by = models.CharField(
        _("だれが主導するか"),
        max_length=10,
        choices=LedBy.choices,
        default=LedBy.CITY,
        help_text=_("生涯学習の計画の報告で、役割の分かれ方を見るために使います。"),
    )
    format = models.CharField(
        _("行い方"),
        max_length=10,
        choices=Format.choices,
        default=Format.IN_PERSON,
        help_text=_("オンラインは、申し込む人がパソコンと回線を用意できるときだけです。"),
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
    city_brings = models.CharField(
        _("市が持っていくもの"),
        max_length=120,
        blank=True,
        help_text=_("例：パソコン、配る資料"),
    )
    room_need = models.CharField(
        _("会場の条件"),
        max_length=120,
        blank=True,
        help_text=_("例：机といすがある部屋、水道が使える部屋。なければ空けておきます。"),
    )
    care_note = models.CharField(
        _("手話などの用意"),
        max_length=120,
        blank=True,
        help_text=_(
            "例：手話通訳を手配できます（3週間前まで）。決まっていなければ空けておきます。"
        ),
    )
    cost_note = models.CharField(
        _("かかるお金"),
        max_length=80,
        blank=True,
        help_text=_("材料費など。なければ空けておきます。"),
    )
    remarks = models.CharField(
        _("備考"),
        max_length=200,
        blank=True,
        help_text=_("ほかに知らせること。例：雨の日は屋内で行います。"),
    )
    accepting = models.BooleanField(
        _("申込みを受け付ける"), default=True, help_text=_("休むときは外します。ページは残ります。")
    )

    class Meta:
        abstract = True

    @property
    def cost_words(self) -> str:
        """かかるお金 in the reader's language, as far as it is a fact."""
        return fee_words(self.cost_note)

    @classmethod
    def fact_names(cls) -> list[str]:
        """The names of the facts, for copying page → row."""
        return [field.name for field in LectureFacts._meta.fields]
