"""取りこみの仕事: what somebody asked for on a source's page; one for each source at a time."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import scoped
from lectures.models.course_source import CourseSource
from lectures.models.job import Job, JobQuerySet


class CourseJob(Job):
    """`stamp`: the report that was seen; `picked`: its boxes; `said`: what came of it."""

    class Act(models.TextChoices):
        FETCH = "fetch", _("取りこみ元を見に行く")
        LOOK = "look", _("変わる所を調べる")
        BRING_IN = "bring_in", _("取りこむ")

    class State(models.TextChoices):
        WAITING = "waiting", _("順番を待っています")
        GOING = "going", _("進めています")
        DONE = "done", _("終わりました")
        STALE = "stale", _("見たあとで内容が変わりました")
        FAILED = "failed", _("うまくいきませんでした")

    LOST = timedelta(minutes=5)  # longer than a task may take: all of it is one transaction

    source = models.OneToOneField(CourseSource, on_delete=models.CASCADE, related_name="job")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    act = models.CharField(max_length=10, choices=Act.choices)
    stamp = models.CharField(max_length=40, blank=True)
    picked = models.JSONField(default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    language = models.CharField(max_length=10)
    said = models.CharField(max_length=400, blank=True)

    objects = scoped(JobQuerySet)

    class Meta:
        verbose_name = _("公開講座の取りこみ")
        verbose_name_plural = _("公開講座の取りこみ")
        constraints = [
            models.CheckConstraint(
                name="course_job_that_ended_has_a_moment",
                condition=Q(state__in=["waiting", "going"]) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.act} {self.state}"
