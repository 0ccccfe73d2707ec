"""冊子を作る仕事: what is to be set, how far it is, and what came of it. The row is the whole state."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import scoped
from lectures.models import MenuPage
from lectures.models.job import Job, JobQuerySet


class PaperJobQuerySet(JobQuerySet):
    def light(self) -> "PaperJobQuerySet":
        """Without what is set and what came of it."""
        return self.defer("words", "content")


class PaperJob(Job):
    """One booklet of one menu. The same words are one job, however often somebody presses."""

    menu = models.ForeignKey(MenuPage, on_delete=models.CASCADE, related_name="+")
    draft = models.BooleanField(_("校正用"), default=False)
    digest = models.CharField(max_length=64)
    words = models.JSONField(default=dict)
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
    def megabytes(self) -> str:
        return f"{max(0.1, self.size / 1_000_000):.1f}"
