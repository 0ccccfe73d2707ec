"""The menus: this year's and last year's as published pages, the two years before as plain rows."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Locale, Page, Site

from cms.demo.loader.people import Staff
from cms.demo.loader.reading import Facts, lectures, read
from cms.demo.loader.revisions import keep_first
from cms.models import HomePage
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.models import (
    BookingRules,
    Category,
    FiscalYear,
    Lecture,
    LecturePage,
    MenuPage,
)
from lectures.roles import ensure_groups
from lectures.zones import local

Menu = dict[str, Lecture]
# As they stand in the files.
_TEXTS = (
    "audience to_prepare city_brings room_need care_note cost_note remarks keywords easy_title "
    "easy_summary led_by format"
).split()


@dataclass(frozen=True)
class Lectures:
    """The menus of four years by number."""

    by_year: dict[int, Menu]

    def of(self, year: int) -> list[Lecture]:
        """Those that the stories are told of, in their order."""
        menu = self.by_year[year]
        return [menu[number] for number in read("plan")["stories"]]


class _Maker:
    """Turns what the files say into rows and pages."""

    def __init__(self, site: Site, *, staff: Staff, at: datetime) -> None:
        self.site, self.staff, self.at = site, staff, at
        self.categories = {row.name: row for row in Category.objects.all()}
        self.names = read("plan")["categories"]

    def facts(self, row: Facts) -> Facts:
        """What a row and its page share."""
        number = row["number"]
        return {
            "number": number,
            "title": row["title"],
            "summary": row["summary"],
            "minutes": row["minutes"],
            "need_kind": row.get("need", "necessary"),
            "department": self.staff.departments[row["department"]],
            "category": self.categories[self.names[int(number.partition("-")[0]) - 1]],
        }

    def page(self, menu: MenuPage, row: Facts, *, last: Lecture | None) -> LecturePage:
        """Live at once: one save writes page, row and index."""
        page = LecturePage(
            slug=row["number"],
            copies_continue=last,
            body=[("outline", list(row["outline"]))],
            first_published_at=self.at,
            last_published_at=self.at,
            **self.facts(row),
            **{name: row[name] for name in _TEXTS if name in row},
        )
        page.other_departments = [self.staff.departments[code] for code in row.get("with", ())]
        menu.add_child(instance=page)
        keep_first(page)
        return page


def load(site: Site, *, staff: Staff, at: datetime) -> Lectures:
    home = _home(site)
    ensure_groups(site)
    make, this_year = _Maker(site, staff=staff, at=at), fiscal_year_of(local(at).date())
    oldest = _plain_rows(make, _carried(), year=this_year - 3, last={})
    older = _plain_rows(make, _carried(), year=this_year - 2, last=oldest)
    last = _menu(
        make, home, this_year - 1, [*_carried(), *read("last_year")["lecture"]], last=older
    )
    now = _menu(make, home, this_year, list(lectures().values()), last=last)
    _rules(site, now)
    _next_steps(now)
    return Lectures(
        {this_year - 3: oldest, this_year - 2: older, this_year - 1: last, this_year: now}
    )


def _carried() -> list[Facts]:
    """What was on the menu before this year, under the title it had."""
    return [
        row | {"title": row.get("was", row["title"])}
        for row in lectures().values()
        if "new" not in row
    ]


def _home(site: Site) -> HomePage:
    """In place of the page that a fresh installation comes with."""
    found = HomePage.objects.first()
    if found is not None:
        return found
    fresh = site.root_page
    home = HomePage(title="みかがみ市 お気軽講座", slug="okigaru", locale=Locale.get_default())
    Page.get_first_root_node().add_child(instance=home)
    keep_first(home)
    site.root_page = home
    site.site_name = "みかがみ市 お気軽講座"
    site.save()
    if fresh.specific_class is Page:
        fresh.delete()
    return home


def _plain_rows(make: _Maker, rows: list[Facts], *, year: int, last: Menu) -> Menu:
    """Years whose menus were on paper: no pages. They take requests until the past is told."""
    row = FiscalYear.objects.get_or_create(site=make.site, year=year)[0]
    made = Lecture.objects.bulk_create(
        Lecture(
            site=make.site,
            fiscal_year=row,
            continued_from=last.get(facts["number"]),
            **make.facts(facts),
        )
        for facts in rows
    )
    shared = {facts["number"]: facts["with"] for facts in rows if "with" in facts}
    menu = {lecture.number: lecture for lecture in made}
    for number, codes in shared.items():
        menu[number].other_departments.set([make.staff.departments[code] for code in codes])
    return menu


def _menu(make: _Maker, home: HomePage, year: int, rows: list[Facts], *, last: Menu) -> Menu:
    menu = MenuPage(
        title=f"{fiscal_year_label(year)}の講座",
        slug=f"menu-{year}",
        fiscal_year=FiscalYear.objects.get_or_create(site=make.site, year=year)[0],
        intro="市の職員が、みなさんの集まりにうかがってお話しします。講師の費用はかかりません。",
        first_published_at=make.at,
    )
    home.add_child(instance=menu)
    menu.save_revision().publish()
    pages = [make.page(menu, row, last=last.get(row["number"])) for row in rows]
    return {page.number: page.lecture for page in pages}


def _rules(site: Site, menu: Menu) -> None:
    """What some lectures have otherwise than the town."""
    for number, row in lectures().items():
        if "rules" in row:
            own = BookingRules(site=site, lecture=menu[number], **row["rules"])
            own.full_clean()
            own.save()


def _next_steps(menu: Menu) -> None:
    pages = {page.number: page.pk for page in LecturePage.objects.filter(lecture__in=menu.values())}
    for number, row in lectures().items():
        if "next" in row:
            LecturePage.objects.filter(pk=pages[number]).update(next_step=pages[row["next"]])
