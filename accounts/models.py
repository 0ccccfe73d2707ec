"""People who sign in, what they may do in which town, and the demo clock."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.constraints import AppendOnly
from accounts.scoping import SiteScoped


class UserManager(BaseUserManager["User"]):
    """Users are named by their mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Somebody of the city who signs in. Groups never do; a department need not."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("メールアドレス"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("利用者")
        verbose_name_plural = _("利用者")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=_("このメールアドレスはすでに使われています。"),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """The family name first."""
        return f"{self.last_name} {self.first_name}".strip()


class Role(models.TextChoices):
    """What somebody who signs in is to a town. One user may be several."""

    OFFICE = "office", _("事務局")
    EDITOR = "editor", _("編集者")
    DEPARTMENT = "department", _("担当課")
    CENTRE = "centre", _("地域交流センター")
    AUDITOR = "auditor", _("監査（見るだけ）")


class RoleOfUser(SiteScoped):
    """A role, and for whose part of the town where it is for a part only."""

    role = models.CharField(_("役割"), max_length=10, choices=Role.choices)
    # By name: this app stands below the catalogue and imports nothing of it.
    department = models.ForeignKey(
        "lectures.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("課"),
    )
    centre = models.ForeignKey(
        "lectures.Centre",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("センター"),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        part = self.department or self.centre
        return f"{self.get_role_display()}（{part}）" if part else self.get_role_display()


_OF_A_DEPARTMENT = Q(role=Role.DEPARTMENT, department__isnull=False, centre__isnull=True)
_OF_A_CENTRE = Q(role=Role.CENTRE, department__isnull=True, centre__isnull=False)
_OF_THE_TOWN = Q(department__isnull=True, centre__isnull=True) & ~Q(
    role__in=[Role.DEPARTMENT, Role.CENTRE]
)


class SiteRole(RoleOfUser):
    """What one user may do in one town, now."""

    Role = Role

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="site_roles")

    class Meta:
        verbose_name = _("役割")
        verbose_name_plural = _("役割")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "user", "role"],
                condition=Q(department__isnull=True, centre__isnull=True),
                name="site_role_once",
            ),
            models.UniqueConstraint(
                fields=["site", "user", "department"],
                condition=Q(department__isnull=False),
                name="department_role_once",
            ),
            models.UniqueConstraint(
                fields=["site", "user", "centre"],
                condition=Q(centre__isnull=False),
                name="centre_role_once",
            ),
            models.CheckConstraint(
                name="site_role_is_for_its_part",
                condition=_OF_A_DEPARTMENT | _OF_A_CENTRE | _OF_THE_TOWN,
            ),
        ]


class RoleChange(RoleOfUser):
    """History: who was given a role or lost it, when, by whom. Never changed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given = models.BooleanField()  # or taken away
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("役割の経過")
        verbose_name_plural = _("役割の経過")
        constraints = [AppendOnly(name="role_change_append_only")]


class ClockOffset(models.Model):
    """One row: how many seconds a demo or a test has moved the clock (see `config.clock`)."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="clock_offset_one_row", condition=models.Q(pk=1))
        ]

    def __str__(self) -> str:
        return f"+{self.seconds} s"
