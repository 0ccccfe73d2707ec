"""Who gives lectures: departments, the addresses that may answer for them, lecturers."""

from collections.abc import Iterator
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from accounts.scoping import PubliclyNamed, SiteScoped, scoped

_MOST_STEPS = 20


class DepartmentQuerySet(models.QuerySet["Department"]):
    def on(self, day: date) -> "DepartmentQuerySet":
        """Departments that exist on that day."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        )

    def linked(self) -> "dict[int, Department]":
        """All by their key, each with its successor at hand. One query."""
        rows = {row.pk: row for row in self.order_by("pk")}
        for row in rows.values():
            if row.successor_id in rows:
                row.successor = rows[row.successor_id]
        return rows

    def charges(self, *, on: date) -> "dict[int, Department | None]":
        """Who does each department's work on that day, by the department's key."""
        return {pk: row.in_charge(on=on) for pk, row in self.linked().items()}


class Department(PubliclyNamed, SiteScoped, ClusterableModel):
    """担当課. A reorganisation ends one and names its successor; history keeps the old one."""

    code = models.CharField(_("コード"), max_length=10)
    name = models.CharField(_("課の名前"), max_length=60)
    email = models.EmailField(_("課のメール"), help_text=_("依頼のメールが届くアドレス。"))
    phone = models.CharField(_("電話"), max_length=20, blank=True)
    extension = models.CharField(_("内線"), max_length=10, blank=True)
    starts_on = models.DateField(_("はじまり"), null=True, blank=True)
    ends_on = models.DateField(_("おわり"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("引き継いだ課"),
    )

    objects = scoped(DepartmentQuerySet)

    class Meta:
        verbose_name = _("担当課")
        verbose_name_plural = _("担当課")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="department_code_once",
                violation_error_message=_("このコードの課はもうあります。"),
            ),
            models.CheckConstraint(
                name="department_is_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_there(self, *, on: date) -> bool:
        begun = self.starts_on is None or self.starts_on <= on
        return begun and (self.ends_on is None or self.ends_on >= on)

    def in_charge(self, *, on: date) -> "Department | None":
        """Who does its work on that day: itself, or who took over from it. None: nobody does."""
        last = self.line(on=on)[-1]
        return last if last.is_there(on=on) else None

    def line(self, *, on: date) -> "list[Department]":
        """Itself and who took over, up to whoever is there on that day; two may name each other."""
        found = [self]
        for following in self._next(on=on):
            if following in found or len(found) > _MOST_STEPS:
                break
            found.append(following)
        return found

    def _next(self, *, on: date) -> "Iterator[Department]":
        """The successors of what has ended; before its first day, who does its work until then."""
        last: Department | None = self
        while last is not None and not last.is_there(on=on):
            if last.ends_on is not None and last.ends_on < on:
                last = last.successor
            else:
                last = last.predecessors.on(on).order_by("pk").first()
            if last is not None:
                yield last


class DepartmentMemberQuerySet(models.QuerySet["DepartmentMember"]):
    def on(self, day: date) -> "DepartmentMemberQuerySet":
        """Who stands on the list on that day."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        )


class DepartmentMember(SiteScoped):
    """An address whose mail may answer for the department, besides the department's own."""

    class Role(models.TextChoices):
        MEMBER = "member", _("担当")
        DEPUTY = "deputy", _("代理・上司")
        FORMER = "former", _("前のアドレス")

    department = ParentalKey(Department, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(_("名前"), max_length=60, blank=True)
    email = models.EmailField(_("メール"))
    role = models.CharField(
        _("役割"),
        max_length=10,
        choices=Role.choices,
        default=Role.MEMBER,
        help_text=_("代理・上司には、二度目の催促の写しが届きます。"),
    )
    since = models.DateField(_("いつから"), null=True, blank=True)
    until = models.DateField(_("いつまで"), null=True, blank=True)

    objects = scoped(DepartmentMemberQuerySet)

    class Meta:
        verbose_name = _("課の人")
        verbose_name_plural = _("課の人")
        constraints = [
            models.UniqueConstraint(
                "department",
                Lower("email"),
                name="department_member_once_at_a_time",
                condition=Q(until__isnull=True),  # a stay that is over keeps its dates
                violation_error_message=_("このメールアドレスはもう登録されています。"),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class LecturerQuerySet(models.QuerySet["Lecturer"]):
    def of(self, department: Department, *, on: date) -> "LecturerQuerySet":
        """Who belongs on that day to the department, or to the one that has taken over from it."""
        return self.filter(
            Q(memberships__until__isnull=True) | Q(memberships__until__gte=on),
            memberships__department__in=department.line(on=on),
            memberships__since__lte=on,
        ).distinct()


class Lecturer(PubliclyNamed, SiteScoped, ClusterableModel):
    """講師: staff of a department; later also registered citizens."""

    name = models.CharField(_("名前"), max_length=60)
    kana = models.CharField(_("よみがな"), max_length=60, blank=True)
    email = models.EmailField(_("メール"), blank=True, help_text=_("予定の知らせが届くアドレス。"))
    phone = models.CharField(_("電話"), max_length=20, blank=True)
    departments = models.ManyToManyField(
        Department, through="LecturerMembership", related_name="lecturers"
    )

    objects = scoped(LecturerQuerySet)

    class Meta:
        verbose_name = _("講師")
        verbose_name_plural = _("講師")

    def __str__(self) -> str:
        return self.name


class LecturerMembership(SiteScoped):
    """Who belongs where, from when to when: April transfers keep the past as it was."""

    lecturer = ParentalKey(Lecturer, on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(_("いつから"))
    until = models.DateField(_("いつまで"), null=True, blank=True)

    class Meta:
        verbose_name = _("所属")
        verbose_name_plural = _("所属")
        constraints = [
            models.UniqueConstraint(
                fields=["lecturer", "department", "since"], name="membership_once"
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("おわりの日は、はじまりの日より後にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lecturer} {self.department}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(SiteScoped):
    """不在: days when a department answers no mail, or a lecturer goes nowhere."""

    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absences",
        verbose_name=_("課"),
    )
    lecturer = models.ForeignKey(
        Lecturer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absences",
        verbose_name=_("講師"),
    )
    starts_on = models.DateField(_("はじまり"))
    ends_on = models.DateField(_("おわり"))
    deputy_email = models.EmailField(
        _("代理のメール"),
        blank=True,
        help_text=_("課の不在のあいだ、依頼のメールはこのアドレスにも届きます。"),
    )
    note = models.CharField(_("メモ"), max_length=120, blank=True)

    objects = scoped(AbsenceQuerySet)

    class Meta:
        verbose_name = _("不在")
        verbose_name_plural = _("不在")
        constraints = [
            models.CheckConstraint(
                name="absence_is_of_one",
                condition=Q(department__isnull=False, lecturer__isnull=True)
                | Q(department__isnull=True, lecturer__isnull=False),
                violation_error_message=_("課か講師の、どちらか一つをえらんでください。"),
            ),
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("おわりの日は、はじまりの日より後にしてください。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department or self.lecturer} {self.starts_on}–{self.ends_on}"
