"""仕事: work that somebody's page asks for and the worker does. The row is the whole state."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped

MOST_TRIES = 3


class JobQuerySet(models.QuerySet[Any]):
    def due(self, *, at: datetime) -> Any:
        """Waiting, or left by a worker that is gone."""
        lost = Q(state=Job.State.GOING, heard_at__lt=at - self.model.LOST)
        return self.filter(Q(state=Job.State.WAITING) | lost)

    def take(self, pk: int, *, at: datetime) -> bool:
        """Whether the caller is the one to do it. Each take counts as a try."""
        due = self.due(at=at).filter(pk=pk)
        return bool(due.update(state=Job.State.GOING, tries=F("tries") + 1, done=0, heard_at=at))

    def mine(self, job: "Job") -> Any:
        """The row, unless another worker has taken it since."""
        return self.filter(pk=job.pk, state=Job.State.GOING, tries=job.tries)


class Job(PubliclyNamed, SiteScoped):
    """`state` with its words is each kind's own."""

    class State(models.TextChoices):
        WAITING = "waiting", _("順番を待っています")
        GOING = "going", _("作っています")
        DONE = "done", _("できました")
        FAILED = "failed", _("作れませんでした")

    # A worker that has not been heard of for so long is gone; another begins anew.
    LOST = timedelta(minutes=3)

    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(_("頼んだ日時"))
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("できた日時"), null=True)

    class Meta:
        abstract = True

    @property
    def is_going(self) -> bool:
        return self.state in (self.State.WAITING, self.State.GOING)

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.whole) if self.whole else 0
