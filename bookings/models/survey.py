"""アンケート: the same three questions to the group and to those who listened, never mixed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from bookings.models.session import LectureSession
from bookings.status import Way


class SurveyResponse(SiteScoped):
    """One answer per session; 1 (not at all) to 4 (very much). The words can be erased."""

    class Mark(models.IntegerChoices):
        VERY = 4, _("とてもそう思う")
        RATHER = 3, _("そう思う")
        LITTLE = 2, _("あまりそう思わない")
        NOT = 1, _("そう思わない")

    session = models.OneToOneField(
        LectureSession, on_delete=models.PROTECT, related_name="survey_response"
    )
    understood = models.PositiveSmallIntegerField(_("よく分かった"), choices=Mark.choices)
    useful = models.PositiveSmallIntegerField(_("役に立つ"), choices=Mark.choices)
    words = models.TextField(_("ことば"), blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("アンケート")
        verbose_name_plural = _("アンケート")
        constraints = [
            models.CheckConstraint(
                name="survey_marks_are_1_to_4",
                condition=Q(understood__gte=1, understood__lte=4, useful__gte=1, useful__lte=4),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}"


class AudienceAnswer(SiteScoped):
    """One listener's answer, by the link on the sheet: no name, no address, no device.

    The words are read by the office before anybody else sees them, and can be erased.
    """

    class Reading(models.TextChoices):
        UNREAD = "unread", _("まだ読んでいません")
        SHOWN = "shown", _("団体と担当課に見せます")
        KEPT = "kept", _("事務局だけで読みます")

    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, related_name="audience_answers"
    )
    understood = models.PositiveSmallIntegerField(choices=SurveyResponse.Mark.choices)
    useful = models.PositiveSmallIntegerField(choices=SurveyResponse.Mark.choices)
    words = models.TextField(_("ことば"), blank=True)
    reading = models.CharField(max_length=6, choices=Reading.choices, default=Reading.UNREAD)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("聞いた人の答え")
        verbose_name_plural = _("聞いた人の答え")
        constraints = [
            models.CheckConstraint(
                name="audience_marks_are_1_to_4",
                condition=Q(understood__gte=1, understood__lte=4, useful__gte=1, useful__lte=4),
            )
        ]
        indexes = [
            models.Index(
                fields=["site", "at"],
                condition=Q(reading="unread") & ~Q(words=""),
                name="audience_words_unread",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}"


class AudienceTally(SiteScoped):
    """Sheets of paper counted by the office: how many gave this mark to this question."""

    class Question(models.TextChoices):
        UNDERSTOOD = "understood", _("講座の内容が、よく分かった")
        USEFUL = "useful", _("これからの生活や活動に、役に立つ")

    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, related_name="audience_tallies"
    )
    question = models.CharField(max_length=10, choices=Question.choices)
    mark = models.PositiveSmallIntegerField(choices=SurveyResponse.Mark.choices)
    count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("紙のアンケートの数")
        verbose_name_plural = _("紙のアンケートの数")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "question", "mark"], name="audience_tally_once"
            ),
            models.CheckConstraint(
                name="audience_tally_is_known",
                condition=Q(mark__gte=1, mark__lte=4, question__in=["understood", "useful"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.question} {self.mark}"
