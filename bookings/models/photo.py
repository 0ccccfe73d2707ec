"""写真: of a session, with the word of whoever put it there about the people in it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.event import RequestEvent
from bookings.models.session import LectureSession
from bookings.status import REQUEST_ENDS, SessionState

MOST_WORDS = 80  # as much as somebody wants to hear read aloud


class SessionPhotoQuerySet(models.QuerySet["SessionPhoto"]):
    def published(self) -> "SessionPhotoQuerySet":
        """What everybody may see: of sessions that were held, and still are."""
        return self.filter(
            published_at__isnull=False,
            removal__isnull=True,
            session__state=SessionState.DELIVERED,
        )


class SessionPhoto(PubliclyNamed, SiteScoped):
    """`event` says who put it there and when, `removal` who took it away. What it shows is apart.

    `words` say what it shows, for who does not see it; `width` and `height` in pixels.
    """

    class Consent(models.TextChoices):
        AGREED = "agreed", _("写っている人（子どもは保護者）の了解をとりました")
        NOBODY = "nobody", _("人は写っていません（だれか分からない大きさです）")

    session = models.ForeignKey(LectureSession, on_delete=models.PROTECT, related_name="photos")
    event = models.OneToOneField(RequestEvent, on_delete=models.PROTECT, related_name="photo")
    removal = models.OneToOneField(
        RequestEvent, on_delete=models.PROTECT, null=True, related_name="removed_photo"
    )
    consent = models.CharField(_("写っている人"), max_length=6, choices=Consent.choices)
    may_publish = models.BooleanField(_("公開してもよい"))
    published_at = models.DateTimeField(_("公開した日時"), null=True)
    words = models.CharField(_("何の写真か"), max_length=MOST_WORDS, blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    objects = scoped(SessionPhotoQuerySet)

    class Meta:
        verbose_name = _("写真")
        verbose_name_plural = _("写真")
        constraints = [
            models.CheckConstraint(
                name="photo_is_published_by_consent",
                condition=Q(published_at__isnull=True)
                | Q(may_publish=True, removal__isnull=True, consent__in=["agreed", "nobody"])
                & ~Q(words=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.session)


class PhotoContentQuerySet(models.QuerySet["PhotoContent"]):
    def over(self, day: date) -> "PhotoContentQuerySet":
        """To be erased, like the files beside its request."""
        return self.filter(
            keep_until__lte=day,
            photo__session__request__group__keep_until__lte=day,
            photo__session__request__status__in=REQUEST_ENDS,
        )


class PhotoContent(SiteScoped):
    """JPEG bytes as we drew them anew: no place, no camera."""

    photo = models.OneToOneField(SessionPhoto, on_delete=models.PROTECT, related_name="content")
    data = models.BinaryField()
    keep_until = models.DateField(_("残す期限"))

    objects = scoped(PhotoContentQuerySet)

    class Meta:
        verbose_name = _("写真の中身")
        verbose_name_plural = _("写真の中身")

    def __str__(self) -> str:
        return str(self.photo)
