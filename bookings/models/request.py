"""申込: one request of one group for one lecture."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.group import ApplicantGroup
from bookings.models.pledge import PledgeText
from bookings.status import REQUEST_OPEN, CareBy, RequestStatus, TalkLanguage, Way
from lectures.eras import reference
from lectures.models import Centre, FiscalYear, Lecture, PartOfDay, Room


class BookingRequestQuerySet(models.QuerySet["BookingRequest"]):
    def submitted(self) -> "BookingRequestQuerySet":
        """Everything that is not a draft."""
        return self.exclude(status=RequestStatus.DRAFT)

    def open(self) -> "BookingRequestQuerySet":
        return self.filter(status__in=REQUEST_OPEN)

    def unconfirmed(self) -> "BookingRequestQuerySet":
        """New ones of groups that have yet to show that their mail address is theirs."""
        return self.filter(
            status=RequestStatus.SUBMITTED,
            way=Way.WEB,
            group__notify_by=ApplicantGroup.NotifyBy.EMAIL,
            group__email_confirmed_at__isnull=True,
            grants__purpose="mail",
            grants__revoked_at__isnull=True,
        )


class BookingRequest(PubliclyNamed, SiteScoped):
    """A draft holds only what was typed; from 受付 on, every fact has its column."""

    lecture = models.ForeignKey(Lecture, on_delete=models.PROTECT, related_name="requests")
    status = models.CharField(
        _("状態"), max_length=15, choices=RequestStatus.choices, default=RequestStatus.DRAFT
    )
    version = models.PositiveIntegerField(default=0)
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    typed = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=5, default="ja")
    created_at = models.DateTimeField()
    draft_until = models.DateTimeField(null=True, blank=True)

    fiscal_year = models.ForeignKey(
        FiscalYear, on_delete=models.PROTECT, null=True, related_name="requests"
    )
    number = models.PositiveIntegerField(_("受付番号"), null=True)
    group = models.ForeignKey(
        ApplicantGroup, on_delete=models.PROTECT, null=True, related_name="requests"
    )
    people = models.PositiveSmallIntegerField(_("人数"), null=True)
    ages = models.CharField(_("おもな年代"), max_length=60, blank=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="requests")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="requests")
    venue_name = models.CharField(_("会場の名前"), max_length=80, blank=True)
    venue_address = models.CharField(_("会場の住所"), max_length=200, blank=True)
    venue_booked = models.BooleanField(_("会場は予約ずみ"), default=False)
    usable_from = models.TimeField(_("会場を使える時刻（から）"), null=True)
    usable_until = models.TimeField(_("会場を使える時刻（まで）"), null=True)
    kit_there = models.JSONField(_("会場にあるもの"), default=list, blank=True)
    kit_wanted = models.JSONField(_("持ってきてほしいもの"), default=list, blank=True)
    care = models.JSONField(_("配慮"), default=list, blank=True)
    care_words = models.CharField(_("配慮のくわしいこと"), max_length=200, blank=True)
    care_by = models.CharField(
        _("配慮をだれが用意するか"), max_length=5, choices=CareBy.choices, blank=True
    )
    talk_language = models.CharField(
        _("話すことば"),
        max_length=11,
        choices=TalkLanguage.choices,
        default=TalkLanguage.JAPANESE,
    )
    questions = models.TextField(_("前もって聞きたいこと"), blank=True)
    remarks = models.TextField(_("伝えたいこと"), blank=True)
    agreed_with = models.CharField(
        _("日時を約束した担当課の人"),
        max_length=80,
        blank=True,
        help_text=_("入っていれば、第1希望は担当課と約束ずみの日時です。"),
    )
    way = models.CharField(_("申込みの経路"), max_length=10, choices=Way.choices, default=Way.WEB)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("受付日時"), null=True)
    pledge = models.ForeignKey(
        PledgeText, on_delete=models.PROTECT, null=True, related_name="requests"
    )
    pledged_at = models.DateTimeField(_("約束した日時"), null=True)
    # Why a person should look before anybody is asked; never a reason to refuse.
    doubts = models.JSONField(_("確かめること"), default=list, blank=True)

    objects = scoped(BookingRequestQuerySet)

    class Meta:
        verbose_name = _("申込")
        verbose_name_plural = _("申込")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "fiscal_year", "number"], name="request_number_once_per_year"
            ),
            models.CheckConstraint(
                name="request_is_complete_once_submitted",
                condition=Q(status=RequestStatus.DRAFT)
                | Q(
                    fiscal_year__isnull=False,
                    number__isnull=False,
                    group__isnull=False,
                    people__isnull=False,
                    submitted_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="request_status_is_known", condition=Q(status__in=RequestStatus.values)
            ),
            models.CheckConstraint(
                name="request_usable_times_are_in_order",
                condition=Q(usable_from__isnull=True)
                | Q(usable_until__isnull=True)
                | Q(usable_until__gt=F("usable_from")),
                violation_error_message=_(
                    "会場を使える時刻は、はじまりをおわりより前にしてください。"
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["site", "status", "submitted_at"]),
            models.Index(fields=["site", "fiscal_year", "status"]),
        ]

    def __str__(self) -> str:
        return self.reference or "下書き"

    @property
    def reference(self) -> str:
        """R8-0123, for people; never enough to open anything."""
        if self.number is None or self.fiscal_year is None:
            return ""
        return reference(self.fiscal_year.year, self.number)

    @property
    def venue(self) -> str:
        """The place in one line."""
        if self.room:
            return str(self.room)
        return str(self.centre) if self.centre else self.venue_name


class PreferredSlot(SiteScoped):
    """希望日時: a day with exact times or a part of the day."""

    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="wishes")
    rank = models.PositiveSmallIntegerField(_("第何希望"))
    day = models.DateField(_("日にち"))
    part = models.CharField(_("時間帯"), max_length=10, choices=PartOfDay.choices, blank=True)
    starts = models.TimeField(_("はじまり"), null=True)
    ends = models.TimeField(_("おわり"), null=True)

    class Meta:
        verbose_name = _("希望日時")
        verbose_name_plural = _("希望日時")
        constraints = [
            models.UniqueConstraint(fields=["request", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(
                fields=["request", "day", "part", "starts"], name="wish_not_twice"
            ),
            models.CheckConstraint(name="wish_rank_1_to_3", condition=Q(rank__gte=1, rank__lte=3)),
            models.CheckConstraint(
                name="wish_has_a_part_or_times",
                condition=(~Q(part="") & Q(starts__isnull=True, ends__isnull=True))
                | Q(part="", starts__isnull=False, ends__gt=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.day}"

    @property
    def is_exact(self) -> bool:
        return self.starts is not None

    def past(self, today: date) -> bool:
        return self.day < today
