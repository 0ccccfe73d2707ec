"""災害・選挙などの日: departments taken out of days, and what became of each session touched."""

from datetime import date, datetime, time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.event import RequestEvent
from bookings.models.session import LectureSession
from lectures.models import Department


class DutyQuerySet(models.QuerySet["Duty"]):
    def standing(self) -> "DutyQuerySet":
        """Not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def closing(self) -> "DutyQuerySet":
        """Those whose days nobody may ask for."""
        return self.standing().filter(reopened_at__isnull=True)


class Duty(PubliclyNamed, SiteScoped):
    """One decision about one or all departments on some days. It is also what closes those days."""

    class Cause(models.TextChoices):
        DISASTER = "disaster", _("災害・台風")
        ELECTION = "election", _("選挙")
        EPIDEMIC = "epidemic", _("感染症")
        OTHER = "other", _("市の仕事の都合")

    submission_id = models.UUIDField(unique=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    cause = models.CharField(_("理由"), max_length=10, choices=Cause.choices)
    words = models.CharField(_("団体へのことば"), max_length=200, blank=True)
    first_on = models.DateField(_("はじめの日"))
    last_on = models.DateField(_("おわりの日"))
    from_time = models.TimeField(_("この時刻から"), null=True)
    until_time = models.TimeField(_("この時刻まで"), null=True)
    everybody = models.BooleanField(_("すべての課"), default=True)
    departments = models.ManyToManyField(Department, blank=True, related_name="duties")
    decided_at = models.DateTimeField(_("決めた日時"))
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    undo_until = models.DateTimeField(_("取り消せる期限"))
    taken_back_at = models.DateTimeField(_("取り消した日時"), null=True)
    reopened_at = models.DateTimeField(_("また申し込めるようにした日時"), null=True)
    # From here on the cancelled sessions' requests have ended as any others would.
    settled_at = models.DateTimeField(null=True)

    objects = scoped(DutyQuerySet)

    class Meta:
        verbose_name = _("災害・選挙などの日")
        verbose_name_plural = _("災害・選挙などの日")
        constraints = [
            models.CheckConstraint(
                name="duty_ends_after_it_starts", condition=Q(last_on__gte=F("first_on"))
            ),
            models.CheckConstraint(
                name="duty_hours_are_both_or_none",
                condition=Q(from_time__isnull=True, until_time__isnull=True)
                | Q(until_time__gt=F("from_time")),
            ),
            models.CheckConstraint(
                name="duty_cause_is_known",
                condition=Q(cause__in=["disaster", "election", "epidemic", "other"]),
            ),
        ]
        indexes = [models.Index(fields=["site", "last_on"])]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} {self.first_on}–{self.last_on}"

    @property
    def days(self) -> tuple[date, date]:
        return self.first_on, self.last_on

    @property
    def hours(self) -> tuple[time, time] | None:
        """Of each day; None: the whole day."""
        if self.from_time is None or self.until_time is None:
            return None
        return self.from_time, self.until_time

    def may_be_taken_back(self, *, at: datetime) -> bool:
        """As far as time goes; a group that was called closes it too."""
        return self.taken_back_at is None and at < self.undo_until


class DutySession(SiteScoped):
    """One session that a decision touches. What it tells, and what it moved, are events of requests."""

    class Fate(models.TextChoices):
        POSTPONE = "postpone", _("延期")
        CANCEL = "cancel", _("中止")

    class State(models.TextChoices):
        WAITING = "waiting", _("まだ")
        DONE = "done", _("すみ")
        PASSED = "passed", _("変えていない")
        DROPPED = "dropped", _("取り消した（何も変えていない）")
        RETURNING = "returning", _("これから元にもどす")
        RETURNED = "returned", _("予定どおりにもどした")
        STAYED = "stayed", _("もどせなかった")

    class Why(models.TextChoices):
        """Why a session was passed over, or could not come back."""

        MOVED_ON = "moved_on", _("ほかの手続きで、もう変わっていました")
        OVER = "over", _("もう始まった時刻です")
        TAKEN = "taken", _("部屋に、ほかの予定が入っていました")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="rows")
    session = models.ForeignKey(LectureSession, on_delete=models.PROTECT, related_name="duties")
    fate = models.CharField(max_length=10, choices=Fate.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    # Who was to go, by key: they are taken again if the decision is taken back.
    lecturers = models.JSONField(default=list, blank=True)
    event = models.ForeignKey(
        RequestEvent, on_delete=models.PROTECT, null=True, related_name="duty_rows"
    )
    # Several sessions of a group are told of by one message, which hangs on the first one's event.
    told = models.ForeignKey(
        RequestEvent, on_delete=models.PROTECT, null=True, related_name="duty_tells"
    )
    back_event = models.ForeignKey(
        RequestEvent, on_delete=models.PROTECT, null=True, related_name="+"
    )
    back_told = models.ForeignKey(
        RequestEvent, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("災害・選挙などで変わる回")
        verbose_name_plural = _("災害・選挙などで変わる回")
        constraints = [
            models.UniqueConstraint(fields=["duty", "session"], name="duty_session_once"),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state__in=["waiting", "returning"]),
                name="session_waits_in_one_duty",
            ),
            models.CheckConstraint(
                name="duty_session_done_was_told",
                condition=Q(state__in=["waiting", "passed", "dropped"])
                | Q(event__isnull=False, told__isnull=False),
            ),
            models.CheckConstraint(
                name="duty_session_fate_is_known", condition=Q(fate__in=["postpone", "cancel"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.get_fate_display()}"


class DutyEvent(SiteScoped):
    """The history of the decision itself; append-only."""

    class Verb(models.TextChoices):
        DECIDED = "decided", _("決めました")
        FINISHED = "finished", _("すべての回を変え、知らせを出しました")
        TAKEN_BACK = "taken_back", _("取り消しました")
        RETURNED = "returned", _("もどせる回を、すべて予定どおりにもどしました")
        REOPENED = "reopened", _("その日を、また申し込めるようにしました")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("災害・選挙などの日の経過")
        constraints = [
            AppendOnly(name="duty_event_append_only"),
            models.UniqueConstraint(fields=["duty", "verb"], name="duty_event_once"),
        ]

    def __str__(self) -> str:
        return self.get_verb_display()
