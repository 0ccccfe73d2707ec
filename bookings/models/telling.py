"""知らせること: what no mail tells a group that is told by telephone, post or fax."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.event import RequestEvent
from bookings.models.group import ApplicantGroup
from bookings.status import RequestStatus, SessionState, Verb

# What a group does itself only once it knows of this: then nobody need say it any more.
_ANSWERED_BY = {
    "group_change_wanted": (Verb.RESUBMITTED,),
    "group_counter": (Verb.COUNTER_TAKEN, Verb.COUNTER_REFUSED),
}
# Of one date: whoever postpones it or wishes another one instead has read it.
_READ_BY = (Verb.POSTPONED, Verb.CHANGE_WISHED)
_ANSWERED_OF_DATE = {
    "group_confirmed": _READ_BY,
    "group_rescheduled": _READ_BY,
    "group_day_wanted": (Verb.DAY_PLANNED,),
    "group_session_off": (Verb.DAYS_PROPOSED, Verb.AMENDED),  # the latter: histories of before
}
# Said even of a request of which everything else is over.
_OFF = ("group_session_off", "group_duty_off")


def _overtaken() -> Q:
    """A later act of the group itself that shows that it knows. Any other act shows nothing: a page
    that was opened for something else need not have been read."""
    acted = RequestEvent.objects.filter(
        request=OuterRef("event__request"),
        pk__gt=OuterRef("event"),
        actor=RequestEvent.Actor.GROUP,
    )
    found = Q(Exists(acted.filter(verb=Verb.WITHDRAWN)))
    for kind, verbs in _ANSWERED_BY.items():
        found |= Q(Exists(acted.filter(verb__in=verbs)), kind=kind)
    of_session = acted.filter(session=OuterRef("event__session"))
    for kind, verbs in _ANSWERED_OF_DATE.items():
        found |= Q(Exists(of_session.filter(verb__in=verbs)), kind=kind)
    return found


class TellingQuerySet(models.QuerySet["Telling"]):
    def due(self) -> "TellingQuerySet":
        """Not told yet; what is over or goes by mail meanwhile waits for nobody."""
        over = Q(event__request__status=RequestStatus.CLOSED) & ~Q(
            kind__in=_OFF, event__session__state=SessionState.CANCELLED
        )
        return self.filter(~_overtaken(), state=Telling.State.DUE).exclude(
            over | Q(event__request__group__notify_by=ApplicantGroup.NotifyBy.EMAIL)
        )

    def on(self, day: date) -> "TellingQuerySet":
        """Those of `due` for that day: somebody who was out is called on the next working day."""
        return self.due().filter(due_on__lte=day)


class Telling(PubliclyNamed, SiteScoped):
    """Stored in the transaction of its event, as a mail would be. `sentence`: what to say."""

    class State(models.TextChoices):
        DUE = "due", _("これから知らせる")
        TOLD = "told", _("知らせた")

    event = models.ForeignKey(RequestEvent, on_delete=models.PROTECT, related_name="tellings")
    kind = models.CharField(max_length=40)
    sentence = models.TextField(_("知らせること"))
    state = models.CharField(max_length=5, choices=State.choices, default=State.DUE)
    due_on = models.DateField(_("知らせる日"))
    tries = models.PositiveSmallIntegerField(_("留守だった回数"), default=0)
    tried_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(
        RequestEvent, on_delete=models.PROTECT, null=True, related_name="told"
    )

    objects = scoped(TellingQuerySet)

    class Meta:
        verbose_name = _("知らせること")
        verbose_name_plural = _("知らせること")
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="telling_once_of_an_event"),
            models.CheckConstraint(
                name="telling_is_told_by_an_event",
                condition=Q(state="due", told_by__isnull=True)
                | Q(state="told", told_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["site", "state", "due_on"])]

    def __str__(self) -> str:
        return self.kind
