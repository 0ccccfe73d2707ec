"""By what the sessions are counted, and what the rows are called."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.counting.facts import Fact
from bookings.models import ApplicantGroup
from bookings.status import AgeGroup, Reason, Way
from lectures.models import Category, Centre, Department, Lecture

MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


class Dimension(TextChoices):
    """`ALL` is the whole town in one row."""

    ALL = "all", gettext_lazy("全体")
    MONTH = "month", gettext_lazy("月")
    DEPARTMENT = "department", gettext_lazy("担当課")
    CATEGORY = "category", gettext_lazy("分野")
    NEED_KIND = "need_kind", gettext_lazy("課題の種類")
    LED_BY = "led_by", gettext_lazy("だれが主導するか")
    GROUP_KIND = "group_kind", gettext_lazy("団体の種類")
    AGE = "age", gettext_lazy("年代")
    AREA = "area", gettext_lazy("地区")
    CENTRE = "centre", gettext_lazy("会場のセンター")
    LECTURE = "lecture", gettext_lazy("講座")
    FORMAT = "format", gettext_lazy("行い方")
    WAY = "way", gettext_lazy("申込みの経路")
    MENU = "menu", gettext_lazy("メニューとの関係")
    REASON = "reason", gettext_lazy("中止・延期の理由")


D = Dimension
ON_MENU, OFF_MENU = "menu", "off_menu"
# What a line of each dimension is keyed by. MONTH is ALL, read by its months.
KEYS: Mapping[Dimension, Callable[[Fact], object]] = {
    D.ALL: lambda fact: "",
    D.DEPARTMENT: lambda fact: fact.department_id,
    D.CATEGORY: lambda fact: fact.category_id,
    D.NEED_KIND: lambda fact: fact.need_kind,
    D.LED_BY: lambda fact: fact.led_by,
    D.GROUP_KIND: lambda fact: fact.group_kind,
    D.AGE: lambda fact: fact.age,
    D.AREA: lambda fact: fact.area,
    D.CENTRE: lambda fact: fact.centre_id or "",
    D.LECTURE: lambda fact: fact.lecture_id,
    D.FORMAT: lambda fact: fact.format,
    D.WAY: lambda fact: fact.way,
    D.MENU: lambda fact: fact.menu,
    D.REASON: lambda fact: fact.reason,
}


def stored_as(dimension: Dimension) -> Dimension:
    return D.ALL if dimension == D.MONTH else dimension


def labels(dimension: Dimension, *, on: date) -> dict[str, str]:
    """Every key that has a name of its own, in the order of the table. One query at most."""
    if dimension == D.MONTH:
        return {str(month): _("%(month)d月") % {"month": month} for month in MONTHS}
    choices = _CHOICES.get(dimension)
    if choices is not None:
        return {str(value): str(words) for value, words in choices} | {"": _("分からない")}
    return _rows(dimension) | {"": _UNNAMED[dimension]() if dimension in _UNNAMED else ""}


_CHOICES = {
    D.NEED_KIND: Lecture.NeedKind.choices,
    D.LED_BY: Lecture.LedBy.choices,
    D.GROUP_KIND: ApplicantGroup.Kind.choices,
    D.AGE: AgeGroup.choices,
    D.FORMAT: Lecture.Format.choices,
    D.WAY: Way.choices,
    D.REASON: Reason.choices,
    D.MENU: [(ON_MENU, gettext_lazy("メニューの講座")), (OFF_MENU, gettext_lazy("メニューにない話"))],
}  # fmt: skip
_UNNAMED: dict[Dimension, Callable[[], str]] = {
    D.AREA: lambda: _("地区が分からない会場"),
    D.CENTRE: lambda: _("センターでない会場"),
    D.ALL: lambda: _("全体"),
}


def _rows(dimension: Dimension) -> dict[str, str]:
    if dimension == D.DEPARTMENT:
        rows = Department.objects.order_by("code").values_list("pk", "name")
        return {str(pk): name for pk, name in rows}
    if dimension == D.CATEGORY:
        return {str(row.pk): row.name for row in Category.objects.order_by("order", "name")}
    if dimension == D.CENTRE:
        rows = Centre.objects.order_by("code").values_list("pk", "name")
        return {str(pk): name for pk, name in rows}
    if dimension == D.LECTURE:
        found = Lecture.objects.order_by("number", "pk").values_list("pk", "number", "title")
        return {str(pk): f"{number} {title}".strip() for pk, number, title in found}
    return {}
