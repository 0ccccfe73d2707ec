"""The seven areas of the town, with who lives there and where they lie; words that found nothing."""

from datetime import date, datetime, timedelta

from wagtail.models import Site

from bookings.models import Area
from lectures.models import MissedWords
from lectures.search.missed import KEEP_DAYS
from lectures.zones import local

# Name, row and column on the map, residents, names of towns in free addresses.
_AREAS = (
    ("北鏡", 1, 2, 14_200, "北鏡"),
    ("西野", 2, 1, 8_900, "西野"),
    ("本町", 2, 2, 21_500, "本町\n中央"),
    ("日向丘", 2, 3, 16_800, "日向丘\n桜が丘"),
    ("鏡川", 3, 2, 11_300, "鏡川"),
    ("東浜", 3, 3, 6_400, "東浜"),
    ("南鏡", 4, 2, 9_700, "南鏡"),
)
# Words, how often, and how many days ago.
_MISSED = (
    ("ドローン", 7, 12), ("終活", 6, 30), ("ドローン", 4, 45), ("スマホ決済", 3, 20),
    ("俳句", 2, 60), ("熊", 5, 8), ("金継ぎ", 1, 90),
)  # fmt: skip


def load(site: Site, *, at: datetime) -> None:
    for name, row, column, residents, towns in _AREAS:
        facts = {"row": row, "column": column, "residents": residents, "towns": towns}
        Area.objects.update_or_create(site=site, name=name, defaults=facts)
    today = local(at).date()
    for words, times, ago in _MISSED:
        _missed(site, words, times, day=today - timedelta(days=ago))


def _missed(site: Site, words: str, times: int, *, day: date) -> None:
    MissedWords.objects.update_or_create(
        site=site, words=words, day=day, language="ja",
        defaults={"times": times, "keep_until": day + timedelta(days=KEEP_DAYS)},
    )  # fmt: skip
