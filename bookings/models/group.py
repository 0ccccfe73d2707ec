"""Who asks: the only table of ours with citizens' names and numbers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped


class ApplicantGroup(PubliclyNamed, SiteScoped):
    """団体. Kept until `keep_until`, then emptied by an approved disposal list."""

    class Kind(models.TextChoices):
        NEIGHBOURHOOD = "neighbourhood", _("自治会・公民館など")
        SENIORS = "seniors", _("老人クラブ・高齢者の団体")
        PARENTS = "parents", _("PTA・子ども会・育児サークル")
        SCHOOL = "school", _("学校・保育園・幼稚園")
        WELFARE = "welfare", _("民生委員・福祉の団体")
        COMPANY = "company", _("会社・職場")
        VOLUNTEERS = "volunteers", _("ボランティア・市民の団体")
        OTHER = "other", _("そのほか")

    class Connection(models.TextChoices):
        """What most of those who come have to do with the town."""

        LIVING = "living", _("市内に住んでいる")
        WORKING = "working", _("市内で働いている")
        STUDYING = "studying", _("市内の学校に通っている")
        NONE = "none", _("どれでもない・分からない")

    class NotifyBy(models.TextChoices):
        EMAIL = "email", _("メール")
        PHONE = "phone", _("電話")
        POST = "post", _("郵便")
        FAX = "fax", _("ファックス")

    name = models.CharField(_("団体の名前"), max_length=80)
    kind = models.CharField(
        _("団体の種類"), max_length=15, choices=Kind.choices, blank=True, default=""
    )
    connection = models.CharField(
        _("市とのつながり"), max_length=10, choices=Connection.choices, blank=True
    )
    members = models.PositiveSmallIntegerField(_("団体の人数"), null=True)
    representative = models.CharField(_("代表者の名前"), max_length=60, blank=True)
    contact_name = models.CharField(_("連絡する人の名前"), max_length=60)
    contact_kana = models.CharField(_("よみがな"), max_length=80, blank=True)
    phone = models.CharField(_("電話"), max_length=15, help_text=_("数字だけ"))
    phone_as_typed = models.CharField(max_length=40, blank=True)
    reachable = models.CharField(_("電話がつながる時間"), max_length=60, blank=True)
    email = models.EmailField(_("メール"), blank=True)
    email_confirmed_at = models.DateTimeField(_("メールの確認"), null=True)
    notify_by = models.CharField(
        _("お知らせの方法"), max_length=5, choices=NotifyBy.choices, default=NotifyBy.EMAIL
    )
    fax = models.CharField(_("ファックス"), max_length=15, blank=True, help_text=_("数字だけ"))
    postcode = models.CharField(_("郵便番号"), max_length=7, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    language = models.CharField(max_length=5, default="ja")
    keep_until = models.DateField(_("残す期限"))

    class Meta:
        verbose_name = _("団体")
        verbose_name_plural = _("団体")
        constraints = [
            models.CheckConstraint(
                name="group_told_by_mail_has_an_address",
                condition=~Q(notify_by="email") | ~Q(email=""),
                violation_error_message=_(
                    "メールで知らせるときは、メールアドレスを入れてください。"
                ),
            ),
            models.CheckConstraint(
                name="group_told_by_fax_has_a_number",
                condition=~Q(notify_by="fax") | ~Q(fax=""),
                violation_error_message=_(
                    "ファックスで知らせるときは、ファックスの番号を入れてください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
