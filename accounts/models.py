"""People who sign in, what they may do in which town, and the demo clock."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

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
    """Somebody of the city who signs in: office or editor. Groups and departments never do."""

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


class SiteRole(SiteScoped):
    """What one user may do in one town."""

    class Role(models.TextChoices):
        OFFICE = "office", _("事務局")
        EDITOR = "editor", _("編集者")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="site_roles")
    role = models.CharField(_("役割"), max_length=10, choices=Role.choices)

    class Meta:
        verbose_name = _("役割")
        verbose_name_plural = _("役割")
        constraints = [
            models.UniqueConstraint(fields=["site", "user", "role"], name="site_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class ClockOffset(models.Model):
    """One row: how many seconds a demo or a test has moved the clock (see `config.clock`)."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="clock_offset_one_row", condition=models.Q(pk=1))
        ]

    def __str__(self) -> str:
        return f"+{self.seconds} s"
