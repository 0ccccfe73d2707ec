"""年度替わり: which menu continues which, what each department says of each lecture. Rows only.

What a department types is no field here: it lands in the draft of next year's page.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from accounts.scoping import PubliclyNamed, SiteScoped
from bookings.models import Grant
from lectures.eras import fiscal_year_range
from lectures.models import Department, FiscalYear, Lecture, LecturePage, MenuPage


class MenuRollover(SiteScoped):
    """One per town and new year. A menu that somebody deletes in the tree leaves its row."""

    fiscal_year = models.OneToOneField(
        FiscalYear, on_delete=models.PROTECT, related_name="rollover", verbose_name=_("新しい年度")
    )
    old_menu = models.ForeignKey(
        MenuPage, on_delete=models.SET_NULL, null=True, related_name="rolled_over"
    )
    menu = models.OneToOneField(
        MenuPage, on_delete=models.SET_NULL, null=True, related_name="rollover"
    )
    due_on = models.DateField(_("返事の期限"))
    opened_at = models.DateTimeField(_("用意を始めた日時"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    copied_at = models.DateTimeField(_("下書きができた日時"), null=True)
    asked_at = models.DateTimeField(_("担当課にきいた日時"), null=True)
    closed_at = models.DateTimeField(_("返事をしめ切った日時"), null=True)
    publish_on = models.DateField(_("公開する日"), null=True)
    publish_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    publishing_since = models.DateTimeField(null=True)
    published_at = models.DateTimeField(_("公開の用意ができた日時"), null=True)

    class Meta:
        verbose_name = _("年度替わり")
        verbose_name_plural = _("年度替わり")
        constraints = [
            models.CheckConstraint(
                name="rollover_is_published_on_a_day",
                condition=Q(publishing_since__isnull=True) | Q(publish_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.fiscal_year)

    @property
    def first_day(self) -> date:
        """1 April of the new year: who is in charge then, is asked."""
        return fiscal_year_range(self.fiscal_year.year)[0]

    @property
    def takes_answers(self) -> bool:
        return self.closed_at is None and self.publishing_since is None


class MenuEntry(PubliclyNamed, SiteScoped):
    """One lecture on its way into the new year."""

    class Answer(models.TextChoices):
        OPEN = "open", _("まだ返事なし")
        SAME = "same", _("そのまま")
        CHANGED = "changed", _("変える")
        STOPPED = "stopped", _("やめる")
        NEW = "new", _("新しい講座")

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("まだ見ていない")
        ACCEPTED = "accepted", _("認めた")
        HELD = "held", _("保留")

    rollover = models.ForeignKey(MenuRollover, on_delete=models.PROTECT, related_name="entries")
    continues = models.ForeignKey(Lecture, on_delete=models.PROTECT, null=True, related_name="+")
    page = models.OneToOneField(
        LecturePage, on_delete=models.SET_NULL, null=True, related_name="menu_entry"
    )
    # As it stands in the old menu; who has its work on 1 April is found by the date.
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    reason = models.CharField(_("やめる理由"), max_length=400, blank=True)
    words = models.CharField(_("事務局へのことば"), max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.WAITING)
    # The version of the draft that was looked at; only that one is published.
    accepted_revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    scheduled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("来年度の講座")
        verbose_name_plural = _("来年度の講座")
        constraints = [
            models.UniqueConstraint(
                fields=["rollover", "continues"], name="menu_entry_once_for_a_lecture"
            ),
            models.CheckConstraint(
                name="menu_entry_new_continues_nothing",
                condition=Q(answer="new", continues__isnull=True)
                | Q(continues__isnull=False) & ~Q(answer="new")
                | Q(answer="stopped"),
            ),
            models.CheckConstraint(
                name="menu_entry_stops_for_a_reason", condition=~Q(answer="stopped") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.continues or self.page} {self.answer}"

    @property
    def is_confirmed(self) -> bool:
        """Goes on the new menu: as it was, or changed in a way that the office has accepted."""
        return self._is_wanted and (self.scheduled_at is not None or self._is_as_looked_at)

    @property
    def waits_for_a_look(self) -> bool:
        """Would go on the new menu, but its draft says what nobody has looked at."""
        return self._is_wanted and self.scheduled_at is None and not self._is_as_looked_at

    @property
    def _is_as_looked_at(self) -> bool:
        newest = self.page.latest_revision_id if self.page else None
        return newest is not None and newest == self.accepted_revision_id

    @property
    def _is_wanted(self) -> bool:
        if self.page_id is None or self.verdict == self.Verdict.HELD:
            return False
        accepted = self.verdict == self.Verdict.ACCEPTED
        return self.answer == self.Answer.SAME or (
            accepted and self.answer in (self.Answer.CHANGED, self.Answer.NEW)
        )


class MenuAsk(SiteScoped):
    """What one department was sent. Its grant opens the list of its lectures."""

    rollover = models.ForeignKey(MenuRollover, on_delete=models.PROTECT, related_name="asks")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="menu_ask")
    asked_at = models.DateTimeField(_("きいた日時"))
    times = models.PositiveSmallIntegerField(default=1)
    reminded_at = models.DateTimeField(_("期限の前の催促"), null=True)
    second_reminded_at = models.DateTimeField(_("期限の後の催促"), null=True)
    recorded_at = models.DateTimeField(_("控えを送った日時"), null=True)

    class Meta:
        verbose_name = _("来年度の講座のおたずね")
        verbose_name_plural = _("来年度の講座のおたずね")
        constraints = [
            models.UniqueConstraint(
                fields=["rollover", "department"], name="menu_ask_once_for_a_department"
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.rollover}"
