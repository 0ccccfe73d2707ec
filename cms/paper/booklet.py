"""The menu as a booklet: all its words as plain data, in the order of its pages. Reads only.

Nothing in it changes by the day, so the same menu is the same booklet. No layout: that is booklet.typ.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope
from wagtail.models import Site

from cms.paper.conditions import Row, Rules, closed_words
from cms.paper.lectures import Told, of_menu
from cms.paper.sheet import sheet_of
from lectures.eras import fiscal_year_words, wareki_year
from lectures.models import MenuPage, OfficeSettings


@dataclass(frozen=True)
class Entry:
    key: str
    number: str
    title: str
    summary: str
    outline: tuple[str, ...]
    facts: tuple[Row, ...]
    note: str
    address: str


@dataclass(frozen=True)
class Chapter:
    """A category."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class How:
    """How to apply."""

    steps: tuple[str, ...]
    facts: tuple[Row, ...]
    pledges: tuple[str, ...]
    contact: tuple[Row, ...]
    address: str


@dataclass(frozen=True)
class Booklet:
    language: str
    title: str
    town: str
    scheme: str
    years: tuple[str, ...]
    intro: str
    office: str
    how: How
    chapters: tuple[Chapter, ...]
    # Each department with (number, title, key) of its lectures.
    departments: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    sheet: dict[str, Any]
    words: dict[str, str]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def count(self) -> int:
        return sum(len(chapter.entries) for chapter in self.chapters)


def digest_of(data: dict[str, Any]) -> str:
    """Two booklets are the same if theirs are the same."""
    whole = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def booklet_of(menu: MenuPage, *, draft: bool) -> Booklet:
    """In the menu's own language, whoever asks."""
    site, language = menu.fiscal_year.site, menu.locale.language_code
    shown = menu
    if draft and menu.has_unpublished_changes:
        shown = menu.get_latest_revision_as_object()
    with override(language), scope(site=site):
        return _booklet(shown, of_menu(menu, draft=draft), site=site, language=language)


def _booklet(menu: MenuPage, found: Sequence[Told], *, site: Site, language: str) -> Booklet:
    office = OfficeSettings.objects.filter(site=site).first()
    office = office or OfficeSettings(site=site, town_name=site.site_name)
    year, rules, address = menu.fiscal_year.year, Rules.of(site.pk), menu.full_url or site.root_url
    chapters = [
        Chapter(name, tuple(entry_of(one) for one in group))
        for name, group in groupby(found, lambda one: one.category[2])
    ]
    return Booklet(
        language=language,
        title=menu.title,
        town=office.town_name,
        scheme=office.scheme_name,
        years=_years(year),
        intro=menu.intro,
        office=office.office_name,
        how=_how(office, rules, year=year, address=address),
        chapters=tuple(chapters),
        departments=_index(found),
        sheet=sheet_of(office, rules),
        words=_words(),
    )


def _years(year: int) -> tuple[str, ...]:
    """令和8年度, 2026年度; English knows one way only."""
    words = fiscal_year_words(year)
    era = f"{wareki_year(year)}度"
    return (era, f"{year}年度") if words.startswith(era) else (words,)


def entry_of(one: Told) -> Entry:
    facts = [
        (_("担当課"), one.department_names), (_("時間"), one.minutes), (_("対象"), one.audience),
        (_("費用"), one.cost), *one.others, *one.conditions,
    ]  # fmt: skip
    return Entry(
        key=f"l{one.pk}",
        number=one.number,
        title=one.title,
        summary=one.summary,
        outline=one.outline,
        facts=tuple(row for row in facts if row[1]),
        note="" if one.accepting else _("いまは申込みを受け付けていません。"),
        address=one.address,
    )


def _index(found: Iterable[Told]) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """A lecture of two departments stands below both."""
    rows: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for one in found:
        for department in one.departments:
            rows[department].append((one.number, one.title, f"l{one.pk}"))
    return tuple((name, tuple(rows[code, name])) for code, name in sorted(rows))


def _how(office: OfficeSettings, rules: Rules, *, year: int, address: str) -> How:
    closed = closed_words(office.site_id, year=year)
    facts = [(_("申し込める人"), office.area_sentence), *rules.of_town()]
    if closed:
        facts.append((_("お休みの日"), closed))
    return How(
        steps=tuple(_steps(office, rules)),
        facts=tuple(row for row in facts if row[1]),
        pledges=tuple(office.pledge_lines),
        contact=tuple(contact_of(office)),
        address=address,
    )


def _steps(office: OfficeSettings, rules: Rules) -> Iterable[str]:
    yield _("この冊子から講座をえらび、会場を決めます。")
    ways = _("ホームページ、電話、ファックス") if office.fax else _("ホームページか電話")
    if rules.lead_days is None:
        yield _("%(ways)sで申し込みます。希望の日は3つまで書けます。") % {"ways": ways}
    else:
        yield _(
            "希望する日の%(days)s日前までに、%(ways)sで申し込みます。希望の日は3つまで書けます。"
        ) % {"days": rules.lead_days, "ways": ways}
    yield _("担当の課が日程を確かめて、お返事します。")
    yield _("決まった日に、職員が会場にうかがいます。")


def contact_of(office: OfficeSettings) -> Iterable[Row]:
    rows = [
        (_("担当"), f"{office.town_name} {office.office_name}".strip()),
        (_("電話"), " ".join(filter(None, [office.phone, bracketed(office.when_to_call)]))),
        (_("ファックス"), office.fax),
        (_("メール"), office.email),
        (_("住所"), office.postal_address),
    ]
    return (row for row in rows if row[1])


def bracketed(words: str) -> str:
    return _("（%(words)s）") % {"words": words} if words else ""


def _words() -> dict[str, str]:
    """What the booklet itself says."""
    return {
        "contents": _("もくじ"),
        "how": _("申込みのしかた"),
        "facts": _("申込みのきまり"),
        "pledges": _("約束していただくこと"),
        "contact": _("申込み・問い合わせ"),
        "outline": _("講座の流れ"),
        "departments": _("課の索引"),
        "sheet": _("申込書"),
        "page": _("ページ"),
        "web": _("ホームページ"),
        "code": _("講座のページのQRコード"),
        "menu_code": _("講座の一覧のQRコード"),
        "empty": _("講座は準備中です。"),
        "proof": _("校正用"),
    }
