"""地区: the office names the parts of the town, where they lie on the map and who lives there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from bookings.actions.moves import Refused, Stale
from bookings.models import Area
from lectures.models import Centre


@dataclass(frozen=True)
class Wanted:
    """One line of the page. `pk` None: a new one; no `name`: it goes away."""

    pk: int | None
    name: str
    towns: str
    row: int | None
    column: int | None
    residents: int | None


@transaction.atomic
def keep(wanted: Sequence[Wanted], *, site_id: int) -> None:
    """All lines at once. Stale: another one has been added or taken away meanwhile."""
    Site.objects.select_for_update().get(pk=site_id)
    there = {area.pk: area for area in Area.objects.select_for_update()}
    if {one.pk for one in wanted if one.pk} != set(there):
        raise Stale(
            _("地区を、ほかの人が先に変えました。いまの地区を確かめて、もう一度入れてください。")
        )
    _refuse_doubles([one for one in wanted if one.name])
    Area.objects.update(row=None, column=None)  # so that two may change places
    for one in wanted:
        if one.pk and not one.name:
            there[one.pk].delete()
    for one in wanted:
        if one.name:
            _put(there[one.pk] if one.pk else Area(site_id=site_id), one)


@transaction.atomic
def from_centres(*, site_id: int) -> int:
    """Makes the areas that centres name, each on a free place of the map; how many are new."""
    Site.objects.select_for_update().get(pk=site_id)
    known = set(Area.objects.values_list("name", flat=True))
    names = Centre.objects.exclude(area="").order_by("code").values_list("area", flat=True)
    new = [name for name in dict.fromkeys(names) if name not in known]
    taken = set(Area.objects.exclude(row=None).values_list("row", "column"))
    free = ((row, column) for row in range(1, 31) for column in range(1, 5))
    places = [place for place in free if place not in taken]
    for name, (row, column) in zip(new, places, strict=False):
        Area.objects.create(site_id=site_id, name=name, row=row, column=column)
    return len(new)


def _refuse_doubles(wanted: Sequence[Wanted]) -> None:
    names = [one.name for one in wanted]
    if len(set(names)) < len(names):
        raise Refused(_("同じ名前の地区が二つあります。ちがう名前にしてください。"))
    places = [(one.row, one.column) for one in wanted if one.row]
    if len(set(places)) < len(places):
        raise Refused(_("地図の同じ場所に、地区が二つあります。ちがう場所にしてください。"))


def _put(area: Area, one: Wanted) -> None:
    if area.pk and area.name != one.name:
        Centre.objects.filter(area=area.name).update(area=one.name)
    area.name, area.towns = one.name, one.towns
    area.row, area.column, area.residents = one.row, one.column, one.residents
    area.save()
