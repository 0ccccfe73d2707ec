"""回答: what a department said, how it came, and what waits for a person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped
from bookings.models.assignment import Assignment
from bookings.models.session import LectureSession
from bookings.status import Reason, Way
from lectures.models import Lecturer
from notifications.models import InboundEmail


class Answer(PubliclyNamed, SiteScoped):
    """One answer. `assignment_version` is the version it spoke to; undone ones stay."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", _("承諾")
        DECLINE = "decline", _("辞退")
        COUNTER = "counter", _("別日の提案")
        QUESTION = "question", _("質問")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="answers")
    assignment_version = models.PositiveIntegerField()
    kind = models.CharField(_("返事"), max_length=10, choices=Kind.choices)
    way = models.CharField(_("経路"), max_length=10, choices=Way.choices)
    rank = models.PositiveSmallIntegerField(_("第何希望"), null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    # What the ask asked for when this was said: an answer that is taken back restores it.
    asked_rank = models.PositiveSmallIntegerField(null=True)
    asked_starts_at = models.DateTimeField(null=True)
    asked_ends_at = models.DateTimeField(null=True)
    lecturers = models.ManyToManyField(Lecturer, blank=True, related_name="answers")
    reason = models.CharField(_("理由"), max_length=15, choices=Reason.choices, blank=True)
    words = models.TextField(_("ことば"), blank=True)
    responder = models.CharField(_("答えた人"), max_length=60, blank=True)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    inbound = models.OneToOneField(
        InboundEmail, on_delete=models.PROTECT, null=True, related_name="answer"
    )
    at = models.DateTimeField(_("日時"))
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("回答")
        verbose_name_plural = _("回答")
        constraints = [
            models.CheckConstraint(
                name="an_accepting_answer_has_a_slot",
                condition=~Q(kind="accept")
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["assignment", "assignment_version"],
                condition=~Q(kind="question"),
                name="one_answer_per_asked_version",
                violation_error_message=_("この依頼には、もう返事があります。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.get_kind_display()}"


class CounterSlot(SiteScoped):
    """One date of a counter-proposal, in the department's order."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="slots")
    order = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "order"], name="counter_slot_order_once"),
            models.CheckConstraint(
                name="counter_slot_is_positive", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.starts_at}"


class WaitingReply(PubliclyNamed, SiteScoped):
    """A mail that no machine may act on: why, what was understood, and what a person decided."""

    class Why(models.TextChoices):
        STRANGER = "stranger", _("登録のないアドレスから届きました")
        UNAUTHENTICATED = "unauthenticated", _("送り主が本物か確かめられません")
        NO_TAG = "no_tag", _("どの依頼への返事か分かりません")
        WRONG_TAG = "wrong_tag", _("返信先の番号が合いません")
        CLOSED = "closed", _("この依頼は、もう返事を待っていません")
        UNCLEAR = "unclear", _("返事の意味がはっきりしません")
        UNKNOWN_LECTURER = "unknown_lecturer", _("講師の名前が登録にありません")
        CLASH = "clash", _("講師の予定が重なっています")
        UNREADABLE = "unreadable", _("文字を読み取れません")
        RULES = "rules", _("そのままでは進められない日時です")
        LATE = "late", _("期限の前に送られ、依頼を終えた後で届きました")
        CALENDAR = "calendar", _("予定表の返事に、人の判断がいります")
        QUESTION = "question", _("質問が書かれています")
        OUR_COPY = "our_copy", _("自動で送られたメールかもしれません")

    class Decision(models.TextChoices):
        APPLIED = "applied", _("返事として記録した")
        SET_ASIDE = "set_aside", _("返事ではないとした")
        DEALT_WITH = "dealt_with", _("対応がすんだとした")
        QUESTION = "question", _("質問として記録した")
        HANDED_OVER = "handed_over", _("ほかの課に依頼した")
        SETTLED = "settled", _("自動で片づいた")

    inbound = models.OneToOneField(
        InboundEmail, on_delete=models.PROTECT, related_name="waiting_reply"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="waiting_replies"
    )
    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, null=True, related_name="waiting_replies"
    )
    why = models.CharField(_("理由"), max_length=20, choices=Why.choices)
    # In the source language, as a database shows it; `sentence` says it in the reader's.
    detail = models.CharField(max_length=200, blank=True)
    sentence = models.JSONField(default=dict, blank=True)
    understood = models.JSONField(default=dict)
    arrived_at = models.DateTimeField(_("届いた日時"))
    decision = models.CharField(max_length=15, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("人が決める返事")
        verbose_name_plural = _("人が決める返事")
        constraints = [
            models.CheckConstraint(
                name="waiting_reply_decided_at_with_decision",
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return self.get_why_display()
