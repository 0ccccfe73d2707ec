"""The inbox: each mail as it came, byte for byte, and what kind it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from notifications.models.outgoing import OutgoingEmail
from notifications.status import PROVEN_BOUNCE, Auth, InboundState, Kind

_AUTOMATIC = (Kind.AUTO_REPLY, Kind.LOOP, Kind.RECEIPT)


class InboundEmailQuerySet(models.QuerySet["InboundEmail"]):
    """Questions about many mails."""

    def waiting(self) -> "InboundEmailQuerySet":
        """Sorted mails that the reader has not handled, oldest first."""
        return self.filter(state=InboundState.SORTED).order_by("received_at", "id")

    def set_aside(self) -> "InboundEmailQuerySet":
        """What a machine seems to have written to one of our asks: nobody reads it unasked.

        An answer that came through a mailing list looks the same, so the office can see them.
        """
        ours = Q(tag_public_id__isnull=False) | Q(answers_to__isnull=False)
        automatic = Q(kind__in=_AUTOMATIC) | Q(kind=Kind.BOUNCE) & ~Q(reason=PROVEN_BOUNCE)
        plain_copy = Q(copy_of__isnull=False, copy_differs=False)
        return self.filter(ours & automatic & ~plain_copy).order_by("-received_at", "-id")


class InboundEmail(SiteScoped, PubliclyNamed):
    """A mail that reached us. Stored before anything is concluded from it."""

    raw = models.BinaryField(_("原文"), null=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    message_id = models.CharField(max_length=995, blank=True)
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    # Same Message-ID, but other words, or for another ask: a person compares them.
    copy_differs = models.BooleanField(default=False)
    envelope_to = models.JSONField(default=list, blank=True)
    from_address = models.CharField(_("差出人"), max_length=320, blank=True)
    subject = models.CharField(_("件名"), max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(_("受信日時"))

    kind = models.CharField(_("種類"), max_length=12, choices=Kind.choices, blank=True)
    reason = models.CharField(_("判断の理由"), max_length=200, blank=True)
    # The object that the tagged address names. The tag's secret stays in the raw mail.
    tag_public_id = models.UUIDField(null=True, blank=True, db_index=True)
    answers_to = models.ForeignKey(
        OutgoingEmail, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    auth = models.CharField(
        _("差出人の確認"), max_length=4, choices=Auth.choices, default=Auth.NONE
    )
    auth_detail = models.JSONField(default=dict, blank=True)

    state = models.CharField(
        _("状態"), max_length=8, choices=InboundState.choices, default=InboundState.STORED
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    # When the reader first stumbled over it: our patience counts from there.
    failed_at = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateField(_("保存期限"))

    objects = scoped(InboundEmailQuerySet)

    class Meta:
        verbose_name = _("受信メール")
        verbose_name_plural = _("受信メール")
        constraints = [
            models.UniqueConstraint(fields=["site", "sha256"], name="inbound_bytes_once"),
            models.UniqueConstraint(
                fields=["site", "message_id"],
                condition=Q(copy_of__isnull=True) & ~Q(message_id=""),
                name="inbound_first_of_its_message_id",
            ),
            models.CheckConstraint(
                name="inbound_sorted_has_kind",
                condition=Q(state=InboundState.STORED) | ~Q(kind=""),
            ),
            models.CheckConstraint(
                name="inbound_handled_has_moment",
                condition=Q(state=InboundState.HANDLED, handled_at__isnull=False)
                | (~Q(state=InboundState.HANDLED) & Q(handled_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="inbound_difference_only_of_copies",
                condition=Q(copy_differs=False) | Q(copy_of__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["site", "message_id"], name="inbound_by_message_id"),
            models.Index(fields=["site", "state", "received_at"], name="inbound_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.kind or self.state}"
