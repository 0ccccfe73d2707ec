"""Fills what a lecture's yearly number counts, for what was there before it was kept."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations


def count(apps, schema_editor):
    model = lambda app, name: apps.get_model(app, name).objects  # noqa: E731
    found = Counter()
    standing = set()
    rows = model("bookings", "LectureSession").order_by("pk").values_list(
        "request_id", "lecture_id", "fiscal_year__year", "state", "site_id"
    )
    sites = {}
    for request, lecture, year, state, site in rows:
        sites[lecture] = site
        if state != "postponed":
            standing.add(request)
        if state in ("planned", "delivered"):
            found[lecture, year] += 1
    rows = model("bookings", "Assignment").filter(role="lecture", state="accepted")
    promised = {}
    for request, lecture, starts_at, site in rows.values_list(
        "request_id", "request__lecture_id", "starts_at", "site_id"
    ):
        sites[lecture] = site
        if request not in standing:
            promised[request] = lecture, starts_at
    zone = ZoneInfo(settings.TIME_ZONE)
    for lecture, starts_at in promised.values():
        day = starts_at.astimezone(zone).date()
        found[lecture, day.year - (day.month < 4)] += 1
    for lecture in {lecture for lecture, _year in found}:
        counted = {str(year): number for (pk, year), number in found.items() if pk == lecture}
        tallies = model("lectures", "LectureTally")
        if not tallies.filter(lecture_id=lecture).update(counted=counted):
            tallies.create(lecture_id=lecture, site_id=sites[lecture], counted=counted)


class Migration(migrations.Migration):

    dependencies = [
        ("bookings", "0013_days_out"),
        ("lectures", "0010_what_a_yearly_number_counts"),
    ]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
