"""取りこみ元: where courses are brought in from, what it last said, and which pages came of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped
from lectures.models.provider import Provider


class CourseSource(PubliclyNamed, SiteScoped):
    class Kind(models.TextChoices):
        ICS = "ics", _("カレンダー（iCalendar）のアドレス")
        CSV = "csv", _("CSVのアドレス")
        UPLOAD = "upload", _("ファイルを入れる")

    class Unattended(models.TextChoices):
        LOOK = "look", _("変わる所を調べるだけ。人が確かめてから取りこむ")
        BRING_IN = "bring_in", _("問題がなければ、そのまま取りこむ")

    name = models.CharField(
        _("取りこみ元の名前"), max_length=80, help_text=_("例：みかがみ大学 公開講座のカレンダー")
    )
    provider = models.ForeignKey(
        Provider,
        on_delete=models.PROTECT,
        related_name="sources",
        verbose_name=_("提供機関"),
        help_text=_("ファイルに主催者が書いていない講座は、この機関の講座になります。"),
    )
    kind = models.CharField(
        _("取りこみ方"), max_length=10, choices=Kind.choices, default=Kind.UPLOAD
    )
    address = models.URLField(
        _("アドレス"),
        max_length=500,
        blank=True,
        help_text=_("https:// で始まる、だれでも開けるアドレス。ファイルを入れるときは空けます。"),
    )
    columns = models.TextField(
        _("見出しの読みかえ"),
        max_length=2000,
        blank=True,
        help_text=_(
            "CSVの見出しがちがうときだけ。1行に一つ、「ファイルの見出し＝こちらの見出し」。"
            "例：講座タイトル＝イベント名"
        ),
    )
    introduced = models.BooleanField(
        _("紹介だけの情報として出す"),
        default=False,
        help_text=_("新しい講座の「情報のもと」に、この取りこみ元の名前とアドレスが入ります。"),
    )
    publishes = models.BooleanField(
        _("取りこんだら、すぐに公開する"),
        default=False,
        help_text=_("外すと、新しい講座も変更も下書きになり、あとで1つずつ公開します。"),
    )
    unattended = models.CharField(
        _("毎朝の取りこみ"),
        max_length=10,
        choices=Unattended.choices,
        default=Unattended.LOOK,
        help_text=_(
            "編集者が直した項目は、毎朝の取りこみでは変わりません。なくなった講座も消しません。"
        ),
    )
    enabled = models.BooleanField(_("毎朝見に行く"), default=True)
    last_run_at = models.DateTimeField(_("さいごに見た時"), null=True, editable=False)
    last_ok = models.BooleanField(_("うまくいった"), default=True, editable=False)
    last_result = models.CharField(_("結果"), max_length=400, blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    modified = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("公開講座の取りこみ元")
        verbose_name_plural = _("公開講座の取りこみ元")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="course_source_name_once",
                violation_error_message=_("この名前の取りこみ元はもうあります。"),
            ),
            models.CheckConstraint(
                name="course_source_has_an_address_or_is_uploaded",
                condition=Q(kind="upload") | ~Q(address=""),
                violation_error_message=_("アドレスを入れてください。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.kind != self.Kind.UPLOAD and not self.address:
            raise ValidationError({"address": _("アドレスを入れてください。")})
        for number, line in enumerate(self.columns.splitlines(), start=1):
            if line.strip() and len(line.replace("＝", "=").split("=")) != 2:
                said = _("%(number)d行目を「ファイルの見出し＝こちらの見出し」の形にしてください。")
                raise ValidationError({"columns": said % {"number": number}})

    @property
    def headings(self) -> dict[str, str]:
        """The file's heading → ours."""
        pairs = (line.replace("＝", "=").split("=") for line in self.columns.splitlines())
        return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}


class SourceFile(SiteScoped):
    """The newest file of a source, kept from the look at it until it is brought in.

    `report`: what the look found, as `courses.packing` writes it; null: not looked at yet.
    """

    source = models.OneToOneField(CourseSource, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    at = models.DateTimeField()
    report = models.JSONField(null=True)

    class Meta:
        verbose_name = _("取りこむファイル")

    def __str__(self) -> str:
        return self.name


class ImportedCourse(SiteScoped):
    """Which page stands for which course of the source, and what the source last said of it.

    `page` empty: an editor deleted it, and it is not made again.
    """

    source = models.ForeignKey(CourseSource, on_delete=models.CASCADE, related_name="courses")
    key = models.CharField(max_length=250)
    page = models.ForeignKey(
        "lectures.CoursePage", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    title = models.CharField(max_length=120, blank=True)
    said = models.JSONField(default=dict)
    names = models.JSONField(default=dict)  # a meeting's key at the source → our line's name
    gone_since = models.DateField(null=True)

    class Meta:
        verbose_name = _("取りこんだ公開講座")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="imported_course_once")
        ]

    def __str__(self) -> str:
        return self.title
