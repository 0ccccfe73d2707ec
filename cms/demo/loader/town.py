"""The office, its rules, its days off and the plan's indicators."""

from datetime import date, datetime, time, timedelta

from wagtail.models import Site

from bookings.counting import sessions_indicator
from bookings.models import IndicatorValue
from cms.demo.loader.reading import Facts, read
from lectures.eras import fiscal_year_of
from lectures.models import (
    Blackout,
    BookingRules,
    Category,
    Centre,
    CentreClosure,
    Kit,
    OfficeSettings,
    Room,
)
from lectures.zones import local
from notifications.models import MailIdentity

DOMAIN = "city.mikagami.example"
MAIL_DOMAIN = "kouza.mikagami.example"
OFFICE_EMAIL = f"gakushu@{DOMAIN}"
PASSWORD = "okigaru-demo"


def load(site: Site, *, at: datetime) -> None:
    _office(site)
    _rules(site)
    _places(site, today=local(at).date())
    _targets(site, year=fiscal_year_of(local(at).date()))


def _office(site: Site) -> None:
    OfficeSettings.objects.update_or_create(
        site=site,
        defaults={
            "town_name": "みかがみ市",
            "scheme_name": "お気軽講座",
            "office_name": "生涯学習課",
            "phone": "0000-00-0000",
            "fax": "0000-00-0001",
            "phone_hours_in_english": "weekdays 8:30–17:00",
            "email": OFFICE_EMAIL,
            "postal_address": "〒000-0000 みかがみ市本町1-1",
            "digest_weekday": 0,
        },
    )
    MailIdentity.objects.update_or_create(
        site=site,
        defaults={
            "mail_domain": MAIL_DOMAIN,
            "from_name": "みかがみ市 お気軽講座",
            "from_address": f"uketsuke@{MAIL_DOMAIN}",
        },
    )


def _rules(site: Site) -> None:
    BookingRules.objects.create(site=site, **BookingRules.usual())
    Blackout.objects.create(
        site=site,
        reason="年末年始",
        starts_on=date(2025, 12, 28),
        ends_on=date(2026, 1, 4),
        every_year=True,
    )


def _places(site: Site, *, today: date) -> None:
    for order, name in enumerate(read("plan")["categories"], start=1):
        Category.objects.create(site=site, name=name, order=order)
    for row in read("centres")["centre"]:
        centre = _centre(site, row)
        rooms = [("集会室", row["seats"] // 2, ""), ("ホール", row["seats"], _hall_note(row))]
        for name, seats, note in rooms:
            Room.objects.create(site=site, centre=centre, name=name, seats=seats, note=note)
        if "works" in row:
            starts = today + timedelta(days=40)
            CentreClosure.objects.create(
                site=site, centre=centre, starts_on=starts, ends_on=starts + timedelta(days=2),
                reason=row["works"],
            )  # fmt: skip


def _centre(site: Site, row: Facts) -> Centre:
    return Centre.objects.create(
        site=site,
        code=row["code"],
        name=f"{row['name']}地域交流センター",
        kana=f"{row['kana']}ちいきこうりゅうせんたー",
        area=row["area"],
        address=f"みかがみ市{row['address']}",
        phone="0000-00-0000",
        seats=row["seats"],
        access=row["access"],
        parking_spaces=row.get("parking"),
        step_free=row.get("step_free", False) or row.get("lift", False),
        lift=row.get("lift", False),
        accessible_toilet=row.get("toilet", False),
        hearing_loop=row.get("hearing_loop", False),
        map_link=f"https://map.mikagami.example/{row['code']}",
        rooms_booked_here=row.get("rooms_booked_here", False),
        **_hours(row),
        **{kit.value: kit.value in row["kit"] for kit in Kit},
    )


def _hours(row: Facts) -> Facts:
    closes = time(row["closes"]) if "closes" in row else time(21, 30)
    return {
        "opens_at": time(9),
        "closes_at": closes,
        "closed_weekdays": row["closed"],
        "closed_days": row.get("closed_days", ""),
        "on_holidays": row.get("holidays", Centre.OnHolidays.OPEN_THEN_NEXT.value),
        "years_end_from": 28,
        "years_end_until": 4,
    }


def _hall_note(row: Facts) -> str:
    return "舞台あり" if row.get("stage") else ""


def _targets(site: Site, *, year: int) -> None:
    """The last of the plan's targets is this year's."""
    indicator, targets = sessions_indicator(site.pk), read("plan")["targets"]
    for shown, value in enumerate(targets, start=year - len(targets) + 1):
        IndicatorValue.objects.create(
            site=site,
            indicator=indicator,
            year=shown,
            kind=IndicatorValue.Kind.TARGET,
            value=value,
            source="みかがみ市生涯学習基本計画（見本）",
        )
