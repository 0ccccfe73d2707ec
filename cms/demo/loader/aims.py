"""This year's targets of some departments and centres; the town's own stand in its plan."""

from datetime import datetime

from wagtail.models import Site

from accounts.models import Role, SiteRole
from bookings.actions.aiming import Aim, aim
from cms.demo.loader.reading import read
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.models import Centre, Department
from lectures.zones import local


def load(site: Site, *, at: datetime) -> None:
    year, targets = fiscal_year_of(local(at).date()), read("plan")
    office = SiteRole.objects.filter(role=Role.OFFICE).order_by("pk").first()
    departments = {row.code: row for row in Department.objects.all()}
    centres = {row.code: row for row in Centre.objects.all()}
    aims = [
        Aim(value, None, department=departments[code])
        for code, value in targets["department_targets"].items()
    ] + [
        Aim(value, None, centre=centres[code])
        for code, value in targets["centre_targets"].items()
    ]  # fmt: skip
    aim(
        year=year, aims=aims, site_id=site.pk, user=office.user if office else None, at=at,
        source=f"{fiscal_year_label(year)} 第1回本部会議の記録（見本）",
    )  # fmt: skip
