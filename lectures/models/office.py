"""What a town calls itself and its scheme, and where its office is reached."""

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

LONGEST_SENDER = 120  # what a paper keeps of it
USUAL_PLEDGES = "\n".join(
    [
        gettext_noop("政治・宗教・商売のための集まりではありません。"),
        gettext_noop("苦情や要望を言うための集まりではありません。"),
        gettext_noop("暴力団とかかわりのある集まりではありません。"),
    ]
)


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("月曜日")
    TUESDAY = 1, _("火曜日")
    WEDNESDAY = 2, _("水曜日")
    THURSDAY = 3, _("木曜日")
    FRIDAY = 4, _("金曜日")


class Envelope(models.TextChoices):
    NAGA3 = "naga3", _("長形3号")
    DL = "dl", _("DL（洋形長3号）")


@register_setting(icon="home")
class OfficeSettings(BaseSiteSetting):
    """One row per town."""

    site = models.OneToOneField(
        Site, unique=True, db_index=True, editable=False, on_delete=models.PROTECT
    )
    town_name = models.CharField(_("市町村の名前"), max_length=40)
    scheme_name = models.CharField(_("制度の名前"), max_length=40, default="出前講座")
    office_name = models.CharField(_("担当の課"), max_length=60)
    phone = models.CharField(_("電話"), max_length=20)
    phone_hours = models.CharField(_("電話の時間"), max_length=40, default="平日 8時30分〜17時")
    phone_hours_in_english = models.CharField(
        _("電話の時間（英語）"),
        max_length=60,
        blank=True,
        help_text=_(
            "英語のページとメールに出ます。例：weekdays 8:30–17:00。空けておくと、日本語のまま出ます。"
        ),
    )
    fax = models.CharField(
        _("ファックス"),
        max_length=20,
        blank=True,
        help_text=_("講座の冊子と申込書に出ます。受け付けないときは空けておきます。"),
    )
    email = models.EmailField(_("事務局のメール"))
    postal_address = models.CharField(_("住所"), max_length=120, blank=True)
    area_sentence = models.CharField(
        _("申し込める人"),
        max_length=120,
        default="市内に住む人、働く人、学ぶ人の集まり",
    )
    pledges = models.TextField(
        _("団体に約束してもらうこと"),
        blank=True,
        default=USUAL_PLEDGES,
        help_text=_(
            "1行に一つ。申し込む人は、送る前にまとめて約束します。"
            "どの文で約束したかは、申込みごとに残ります。"
        ),
    )
    answer_days = models.PositiveSmallIntegerField(
        _("返事の期限（依頼から何開庁日）"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_(
            "土日・祝日・年末年始と、市全体の「休みの日」は数えません。"
            "期限はその日の17時です。17時をすぎた依頼は、次の開庁日から数えます。"
        ),
    )
    support_days_before = models.PositiveSmallIntegerField(
        _("手話通訳・要約筆記の返事の期限（講座の何日前）"),
        default=21,
        validators=[MaxValueValidator(180)],
        help_text=_("ふつうの期限のほうが早いときは、早いほうになります。"),
    )
    grace_hours = models.PositiveSmallIntegerField(
        _("期限をすぎて待つ時間（時間）"),
        default=24,
        validators=[MaxValueValidator(240)],
        help_text=_(
            "上司の承認で遅れて届くメールのため。期限の前に送られた返事は、期限内とみなします。"
        ),
    )
    second_reminder_days = models.PositiveSmallIntegerField(
        _("二度目の催促（期限から何開庁日後）"),
        default=1,
        validators=[MaxValueValidator(60)],
        help_text=_(
            "一度目の催促は、期限までの半分がすぎたときに送ります。"
            "二度目は9時に、課の「代理・上司」にも写しを送ります。"
        ),
    )
    escalation_days = models.PositiveSmallIntegerField(
        _("事務局に知らせる（期限から何開庁日後）"),
        default=3,
        validators=[MaxValueValidator(60)],
        help_text=_(
            "講座に「次の候補の課」が決めてあり、講座の日まで返事を待てるときは、"
            "このとき次の課に依頼します。"
        ),
    )
    quiet_from = models.TimeField(
        _("メールを送らない時間（から）"),
        null=True,
        blank=True,
        help_text=_(
            "例：20:00から7:00まで。空けておくと、いつでも送ります。"
            "中止・延期・取消しと、待っている人への受付の知らせは、いつでも送ります。"
        ),
    )
    quiet_until = models.TimeField(_("メールを送らない時間（まで）"), null=True, blank=True)
    quiet_on_closed_days = models.BooleanField(
        _("閉庁日はメールを送らない"),
        default=False,
        help_text=_("次の開庁日の8時30分に送ります。急ぎの知らせは、いつでも送ります。"),
    )
    digest_weekday = models.PositiveSmallIntegerField(
        _("担当課への週のまとめを送る曜日"),
        choices=Weekday.choices,
        null=True,
        blank=True,
        help_text=_(
            "返事を待っている依頼、これからの講座、まだの報告を、9時に1通で送ります。"
            "何もない課には送りません。閉庁日なら次の開庁日です。空けておくと、送りません。"
        ),
    )
    office_digest_at = models.TimeField(
        _("事務局へのまとめを送る時刻"),
        null=True,
        blank=True,
        default=time(8, 30),
        help_text=_(
            "開庁日に、いま手を打つことを1通で送ります。番号とことばで返信すると、"
            "画面を開かずに決められます。空けておくと、送りません。"
        ),
    )
    lecturers_answer = models.BooleanField(
        _("講師本人にも返事をもらう"),
        default=False,
        help_text=_("入れると、予定の知らせを講師本人に送り、都合が悪いときは課に戻します。"),
    )
    retention_years = models.PositiveSmallIntegerField(
        _("個人情報を残す年数"),
        default=3,
        help_text=_("年度が終わってから、この年数がたつと消す日になります。"),
    )
    paper_senders = models.TextField(
        _("文書の発信者"),
        blank=True,
        help_text=_(
            "1行に一つ。例：みかがみ市長　山田 太郎。文書を作るときに、この中からえらびます。"
        ),
    )
    approval_boxes = models.CharField(
        _("伺いの決裁欄"),
        max_length=80,
        default="課長、補佐、係長、係、起案",
        help_text=_("「、」で区切って、左から順に。8つまで入ります。"),
    )
    envelope = models.CharField(
        _("窓あき封筒"),
        max_length=5,
        choices=Envelope.choices,
        default=Envelope.NAGA3,
        help_text=_("手紙の宛先を、窓の位置に印刷します。"),
    )
    key_colour = models.CharField(
        _("基本の色"),
        max_length=7,
        default="#0017c1",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("#と6けたの英数字で入れてください。"))],
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("town_name"),
                FieldPanel("scheme_name"),
                FieldPanel("office_name"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("phone_hours")]),
                FieldPanel("phone_hours_in_english"),
                FieldPanel("fax"),
                FieldPanel("email"),
                FieldPanel("postal_address"),
                FieldPanel("area_sentence"),
                FieldPanel("pledges"),
            ],
            heading=_("市と事務局"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("answer_days"),
                FieldPanel("support_days_before"),
                FieldPanel("second_reminder_days"),
                FieldPanel("escalation_days"),
                FieldPanel("grace_hours"),
            ],
            heading=_("担当課の返事の期限と催促"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")]),
                FieldPanel("quiet_on_closed_days"),
            ],
            heading=_("メールを送らない時間"),
        ),
        MultiFieldPanel(
            [FieldPanel("office_digest_at"), FieldPanel("digest_weekday")],
            heading=_("まとめのメール"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("paper_senders"),
                FieldPanel("approval_boxes"),
                FieldPanel("envelope"),
            ],
            heading=_("文書"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("lecturers_answer"),
                FieldPanel("retention_years"),
                FieldPanel("key_colour"),
            ],
            heading=_("そのほか"),
        ),
    ]

    class Meta:
        verbose_name = _("事務局の設定")
        constraints = [
            models.CheckConstraint(
                name="quiet_time_has_both_ends",
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                violation_error_message=_("メールを送らない時間は、両方を入れてください。"),
            )
        ]

    def __str__(self) -> str:
        return self.town_name

    @property
    def when_to_call(self) -> str:
        """When the phone is answered, in the reader's language as far as the town has said it."""
        in_english = (get_language() or "").startswith("en") and self.phone_hours_in_english
        return in_english or self.phone_hours

    @property
    def pledge_lines(self) -> list[str]:
        """What a group promises, one sentence each; a town may ask for nothing."""
        # The usual ones can be read in English too; a town's own have no translation.
        return [gettext(line.strip()) for line in self.pledges.splitlines() if line.strip()]

    def clean(self) -> None:
        super().clean()
        if self.retention_years is not None and self.retention_years < 1:
            raise ValidationError(
                {"retention_years": _("個人情報を残す年数は、1年から入れてください。")}
            )
        if any(len(name) > LONGEST_SENDER for name in self.senders):
            raise ValidationError(
                {
                    "paper_senders": _("発信者は、1行を%(most)s字までにしてください。")
                    % {"most": LONGEST_SENDER}
                }
            )

    @property
    def senders(self) -> list[str]:
        """Who may sign a paper, in the office's order; before it wrote any: the office itself."""
        written = [line.strip() for line in self.paper_senders.splitlines() if line.strip()]
        return written or [f"{self.town_name} {self.office_name}"]
