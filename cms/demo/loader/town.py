"""The office, its rules, its days off, the plan's indicators, and who signs in."""

from datetime import date, datetime

from django.conf import settings
from wagtail.models import Site

from accounts.models import SiteRole, User
from bookings.counting import sessions_indicator
from bookings.models import IndicatorValue
from lectures.eras import fiscal_year_of
from lectures.models import Blackout, BookingRules, Category, Centre, OfficeSettings, Room
from lectures.roles import give_role
from lectures.zones import local
from notifications.models import MailIdentity

DOMAIN = "city.mikagami.example"
MAIL_DOMAIN = "kouza.mikagami.example"
OFFICE_EMAIL = f"gakushu@{DOMAIN}"
PASSWORD = "okigaru-demo"
CATEGORIES = ("防災・安全", "健康・福祉", "環境", "歴史・文化")
CENTRES = (
    # code, name, kana, area, address, seats, access
    (
        "01",
        "北鏡地域交流センター",
        "きたかがみ",
        "北鏡",
        "北鏡一丁目2-1",
        80,
        "エレベーターあり。駐車場30台",
    ),
    ("02", "南鏡地域交流センター", "みなみかがみ", "南鏡", "南鏡三丁目8-4", 60, "1階。駐車場15台"),
    ("03", "鏡川地域交流センター", "かがみがわ", "鏡川", "川岸町5-10", 120, "舞台あり。駐車場50台"),
    (
        "04",
        "日向丘地域交流センター",
        "ひなたおか",
        "日向丘",
        "日向丘二丁目1-1",
        40,
        "2階（エレベーターなし）",
    ),
    ("05", "西野地域交流センター", "にしの", "西野", "大字西野77", 50, "1階。多目的トイレあり"),
    (
        "06",
        "東浜地域交流センター",
        "ひがしはま",
        "東浜",
        "東浜町9-3",
        70,
        "エレベーターあり。バス停から2分",
    ),
)


def load(site: Site, *, at: datetime) -> None:
    _office(site)
    _rules(site)
    _places(site)
    _targets(site, year=fiscal_year_of(local(at).date()))
    _users(site)


def _office(site: Site) -> None:
    OfficeSettings.objects.update_or_create(
        site=site,
        defaults={
            "town_name": "みかがみ市",
            "scheme_name": "お気軽講座",
            "office_name": "生涯学習課",
            "phone": "0000-00-0000",
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


def _places(site: Site) -> None:
    for order, name in enumerate(CATEGORIES, start=1):
        Category.objects.create(site=site, name=name, order=order)
    for code, name, kana, area, address, seats, access in CENTRES:
        centre = Centre.objects.create(
            site=site,
            code=code,
            name=name,
            kana=f"{kana}ちいきこうりゅうせんたー",
            area=area,
            address=f"みかがみ市{address}",
            seats=seats,
            access=access,
            phone="0000-00-0000",
            rooms_booked_here=code == "03",
        )
        Room.objects.create(site=site, centre=centre, name="集会室", seats=seats // 2)


def _targets(site: Site, *, year: int) -> None:
    indicator = sessions_indicator(site.pk)
    for shown, value in ((year - 1, 24), (year, 30)):
        IndicatorValue.objects.create(
            site=site,
            indicator=indicator,
            year=shown,
            kind=IndicatorValue.Kind.TARGET,
            value=value,
            source="みかがみ市生涯学習基本計画（見本）",
        )


def _users(site: Site) -> None:
    """Demo logins exist in a demo only."""
    if not settings.DEMO:
        return
    for name, role in (("office", SiteRole.Role.OFFICE), ("editor", SiteRole.Role.EDITOR)):
        give_role(User.objects.create_user(f"{name}@{DOMAIN}", PASSWORD), site=site, role=role)
