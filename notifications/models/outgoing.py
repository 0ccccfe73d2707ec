"""The outbox: each mail as it was decided, and each try to hand it over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from notifications.status import HANDED_OFF, LEASE_HOLDERS, NEEDS_PERSON, MailClass, State


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    """Questions about many mails."""

    def needs_person(self) -> "OutgoingEmailQuerySet":
        """Mails that will not arrive, or may not have, and that nobody has looked at yet."""
        return self.filter(state__in=NEEDS_PERSON, seen_at__isnull=True)


class OutgoingEmail(SiteScoped, PubliclyNamed):
    """One mail to one recipient. Its words never change, only a key that ended before it left; its
    state moves by `status.NEXT`."""

    dedup_key = models.CharField(_("重複防止キー"), max_length=200)
    kind = models.CharField(_("種類"), max_length=60, blank=True)
    mail_class = models.CharField(
        _("重要度"), max_length=10, choices=MailClass.choices, default=MailClass.NORMAL
    )
    priority = models.PositiveSmallIntegerField(default=1)

    to_address = models.EmailField(_("宛先"))
    to_domain = models.CharField(max_length=190)
    from_name = models.CharField(max_length=80)
    from_address = models.EmailField()
    # Addresses with a placeholder of `accounts.secrets` in them, so no EmailField.
    reply_to = models.CharField(max_length=320, blank=True)
    bounce = models.CharField(max_length=320)
    bounce_key = models.CharField(max_length=40)
    message_id = models.CharField(max_length=250, unique=True)
    in_reply_to = models.TextField(blank=True)
    references = models.TextField(blank=True)
    dated_at = models.DateTimeField()
    subject = models.CharField(_("件名"), max_length=300)
    text = models.TextField(_("本文"))
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)

    state = models.CharField(_("状態"), max_length=12, choices=State.choices, default=State.READY)
    changed_at = models.DateTimeField(_("状態が変わった日時"))
    created_at = models.DateTimeField(_("登録日時"))
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    handoff_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("送信日時"), null=True, blank=True)
    smtp_code = models.PositiveSmallIntegerField(null=True, blank=True)
    smtp_reply = models.CharField(max_length=300, blank=True)
    last_error = models.CharField(_("最後のエラー"), max_length=300, blank=True)
    epoch = models.PositiveIntegerField()
    # The same words to another address, after the first one refused them.
    resend_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="resends"
    )
    seen_at = models.DateTimeField(_("確認した日時"), null=True, blank=True)

    objects = scoped(OutgoingEmailQuerySet)

    class Meta:
        verbose_name = _("送信メール")
        verbose_name_plural = _("送信メール")
        constraints = [
            models.UniqueConstraint(fields=["site", "dedup_key"], name="outgoing_once_per_key"),
            models.CheckConstraint(
                name="outgoing_state_known", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="outgoing_handed_off_has_moment",
                condition=~Q(state__in=HANDED_OFF) | Q(handoff_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outgoing_lease_has_token",
                condition=~Q(state__in=LEASE_HOLDERS)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="outgoing_sent_has_moment",
                condition=~Q(state=State.SENT) | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"],
                name="outgoing_due",
                condition=Q(state__in=[State.READY, State.LEASED]),
            ),
            models.Index(
                fields=["changed_at"],
                name="outgoing_unsettled",
                condition=Q(state__in=[State.HANDOFF, State.UNKNOWN]),
            ),
            models.Index(fields=["site", "state"], name="outgoing_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"


class OutgoingAttachment(SiteScoped):
    """A file that travels with a mail."""

    email = models.ForeignKey(OutgoingEmail, on_delete=models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("添付ファイル")
        verbose_name_plural = _("添付ファイル")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["email", "position"], name="attachment_position_once")
        ]

    def __str__(self) -> str:
        return self.filename


class DeliveryAttempt(SiteScoped):
    """One try and how it ended; written once."""

    class Step(models.TextChoices):
        RENDER = "render", _("作成")
        CONNECT = "connect", _("接続")
        OFFER = "offer", _("宛先の確認")
        DATA = "data", _("引渡し")
        LOOKUP = "lookup", _("照会")
        PERSON = "person", _("担当者")

    email = models.ForeignKey(OutgoingEmail, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    step = models.CharField(max_length=10, choices=Step.choices)
    outcome = models.CharField(max_length=12, choices=State.choices)
    smtp_code = models.PositiveSmallIntegerField(null=True, blank=True)
    smtp_reply = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("送信の記録")
        verbose_name_plural = _("送信の記録")
        ordering = ["id"]
        constraints = [AppendOnly(name="delivery_attempt_written_once")]

    def __str__(self) -> str:
        return f"#{self.number} {self.step} {self.outcome}"
