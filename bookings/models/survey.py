"""アンケート: the group's three questions after a session."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import SiteScoped
from bookings.models.session import LectureSession
from bookings.status import Way


class SurveyResponse(SiteScoped):
    """One answer per session; 1 (not at all) to 4 (very much). The words can be erased."""

    class Mark(models.IntegerChoices):
        VERY = 4, _("とてもそう思う")
        RATHER = 3, _("そう思う")
        LITTLE = 2, _("あまりそう思わない")
        NOT = 1, _("そう思わない")

    session = models.OneToOneField(
        LectureSession, on_delete=models.PROTECT, related_name="survey_response"
    )
    understood = models.PositiveSmallIntegerField(_("よく分かった"), choices=Mark.choices)
    useful = models.PositiveSmallIntegerField(_("役に立つ"), choices=Mark.choices)
    words = models.TextField(_("ことば"), blank=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("アンケート")
        verbose_name_plural = _("アンケート")
        constraints = [
            models.CheckConstraint(
                name="survey_marks_are_1_to_4",
                condition=Q(understood__gte=1, understood__lte=4, useful__gte=1, useful__lte=4),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}"
