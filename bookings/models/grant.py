"""鍵: behind every link. The secret itself is derived (`accounts.secrets`), never stored."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope
from wagtail.models import Site

from accounts import secrets
from accounts.scoping import PubliclyNamed, SiteScoped, scoped
from bookings.models.assignment import Assignment
from bookings.models.consultation import Consultation
from bookings.models.request import BookingRequest
from bookings.models.session import LectureSession
from lectures.models import Lecturer

_OBJECTS = ("request", "assignment", "session", "consultation")


def _opens(*, only: str = "") -> Q:
    """Just this object; none, where nothing is named."""
    return Q(**{f"{name}__isnull": name != only for name in _OBJECTS})


class GrantQuerySet(models.QuerySet["Grant"]):
    def issue(self, *, purpose: str, site_id: int, at: datetime, **what: Any) -> "Grant":
        """A new grant under the current key."""
        return self.create(
            purpose=purpose,
            site_id=site_id,
            created_at=at,
            key_id=secrets.current_key_id(),
            **what,
        )

    def kept(
        self,
        *,
        purpose: str,
        site_id: int,
        at: datetime,
        expires_at: datetime | None = None,
        **what: Any,
    ) -> "Grant":
        """The standing grant for just this, or a new one."""
        found = self.filter(purpose=purpose, revoked_at__isnull=True, **what).first()
        return found or self.issue(
            purpose=purpose, site_id=site_id, at=at, expires_at=expires_at, **what
        )

    def end_where_it_began(self, request: BookingRequest, *, at: datetime) -> None:
        """The page of the 相談 that became this request leads to its page: both end together."""
        self.filter(consultation__request=request, revoked_at__isnull=True).update(revoked_at=at)

    def of_token(self, token: str) -> "Grant | None":
        """The grant that a link's 52 letters name and prove, or None."""
        return self._proved(token, tagged=False)

    def of_tag(self, token: str) -> "Grant | None":
        """The same for the letters of a reply address."""
        return self._proved(token, tagged=True)

    def _proved(self, token: str, *, tagged: bool) -> "Grant | None":
        try:
            public_id, secret = secrets.split(token)
        except ValueError:
            return None
        grant = self.filter(public_id=public_id).first()
        if grant is None:
            return None
        proved = secrets.matches(
            secret,
            purpose="tag" if tagged else grant.purpose,
            public_id=grant.public_id,
            version=grant.version,
            key_id=grant.key_id,
        )
        return grant if proved else None


class Grant(PubliclyNamed, SiteScoped):
    """Standing (a group's page) or for one act (a department's answer, a lecturer's report)."""

    class Purpose(models.TextChoices):
        DRAFT = "draft", _("下書きのつづき")
        GROUP_PAGE = "group_page", _("団体のページ")
        MAIL = "mail", _("メールの確認")
        ANSWER = "answer", _("担当課の返事")
        UNDO = "undo", _("返事の取消し")
        REPORT = "report", _("講師の報告")
        LECTURER = "lecturer", _("講師の返事")
        DIGEST = "digest", _("事務局のまとめへの返事")
        DAY = "day", _("当日のこと")
        MENU = "menu", _("来年度の講座のおたずね")
        CONSULT = "consult", _("相談のページ")
        DIRECT = "direct", _("課で直接受けた講座")

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    request = models.ForeignKey(
        BookingRequest, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    session = models.ForeignKey(
        LectureSession, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    lecturer = models.ForeignKey(
        Lecturer, on_delete=models.PROTECT, null=True, related_name="grants"
    )
    version = models.PositiveIntegerField(default=1)
    key_id = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = scoped(GrantQuerySet)

    class Meta:
        verbose_name = _("鍵")
        constraints = [
            models.CheckConstraint(
                name="grant_opens_one_object",
                condition=_opens(only="request")
                | _opens(only="assignment")
                | _opens(only="session")
                | _opens(only="consultation")
                | _opens() & Q(purpose__in=["digest", "menu", "direct"]),
            )
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()

    def opens(self, *, at: datetime) -> bool:
        """Whether it still opens its page; `used_at` only closes the act, not the look."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    def placeholder(self, purpose: str = "") -> str:
        """Stands for the token in a stored text until the mail is handed off."""
        return secrets.placeholder(
            purpose=purpose or self.purpose,
            public_id=self.public_id,
            version=self.version,
            key_id=self.key_id,
        )

    @property
    def token(self) -> str:
        """The 52 letters themselves, for a redirect or a cookie; never stored or logged."""
        return secrets.fill(self.placeholder())

    @property
    def link(self) -> str:
        """The address with the placeholder in it."""
        return f"{self.base_url}/k/{self.placeholder()}/"

    @property
    def base_url(self) -> str:
        opened = get_scope().get("site")
        site = opened if isinstance(opened, Site) and opened.pk == self.site_id else self.site
        return base_url_of(site)


def base_url_of(site: Site) -> str:
    """Where the town's pages are found from outside, for an address in a mail."""
    return settings.BASE_URL if site.is_default_site else site.root_url
