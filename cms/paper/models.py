"""冊子を作る仕事: what is to be set, how far it is, and what came of it. The row is the whole state."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from lectures.models import MenuPage

# A worker that has not been heard of for so long is gone; another begins anew.
LOST = timedelta(minutes=3)
MOST_TRIES = 3


class PaperJobQuerySet(models.QuerySet["PaperJob"]):
    def light(self) -> "PaperJobQuerySet":
        """Without what is set and what came of it."""
        return self.defer("words", "content")

    def due(self, *, at: datetime) -> "PaperJobQuerySet":
        """Waiting, or left by a worker that is gone."""
        states = PaperJob.State
        lost = Q(state=states.GOING, heard_at__lt=at - LOST)
        return self.filter(Q(state=states.WAITING) | lost)


class PaperJob(PubliclyNamed, SiteScoped):
    """One booklet of one menu. The same words are one job, however often somebody presses."""

    class State(models.TextChoices):
        WAITING = "waiting", _("順番を待っています")
        GOING = "going", _("作っています")
        DONE = "done", _("できました")
        FAILED = "failed", _("作れませんでした")

    menu = models.ForeignKey(MenuPage, on_delete=models.CASCADE, related_name="+")
    draft = models.BooleanField(_("校正用"), default=False)
    digest = models.CharField(max_length=64)
    words = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(_("頼んだ日時"))
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("できた日時"), null=True)
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    content = models.BinaryField(default=bytes)

    objects = scoped(PaperJobQuerySet)

    class Meta:
        verbose_name = _("冊子")
        verbose_name_plural = _("冊子")
        constraints = [
            models.UniqueConstraint(
                fields=["menu", "draft", "digest"], name="paper_of_the_same_words_once"
            ),
            models.CheckConstraint(
                name="paper_that_is_done_has_an_end",
                condition=~Q(state="done") | Q(ended_at__isnull=False, size__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.menu_id} {self.get_state_display()}"

    @property
    def is_going(self) -> bool:
        return self.state in (self.State.WAITING, self.State.GOING)

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.whole) if self.whole else 0

    @property
    def megabytes(self) -> str:
        return f"{max(0.1, self.size / 1_000_000):.1f}"
