"""A town with a menu of many lectures and departments, ready for the year's turn."""

from dataclasses import dataclass
from datetime import date, datetime

from django.test import Client
from wagtail.models import Site

from cms.rollover import answering, asking, opening
from cms.rollover.answering import By, Said, draft_of, seen_of
from cms.rollover.forms import AnswerForm
from cms.rollover.models import MenuAsk, MenuEntry, MenuRollover
from lectures.models import Department, LecturePage, MenuPage
from tests.factories import lectures as make
from tests.factories.town import Town, at, make_department, make_town

JANUARY = at("2027-01-12 10:00")
DUE = date(2027, 2, 26)


@dataclass
class MenuTown:
    town: Town
    menu: MenuPage
    departments: list[Department]
    pages: list[LecturePage]


def menu_town(site: Site, *, lectures: int, departments: int) -> MenuTown:
    town = make_town(site)
    menu = make.menu(site, title="令和8年度の講座")
    kinds = [make.category(site, name=f"分野 {number}", order=number) for number in range(1, 5)]
    units = [
        make_department(
            site, code=f"D{number:02}", name=f"第{number}課", email=f"ka{number}@city.example.jp"
        )
        for number in range(1, departments + 1)
    ]
    pages = [
        make.lecture_page(
            menu, title=f"講座その{number}", number=f"{number % 4 + 4}-{number:02}", slug=f"l-{number}",
            category=kinds[number % 4], department=units[number % departments], minutes=60,
            body=[("outline", ["はじめに", "話し合い"])],
        )
        for number in range(lectures)
    ]  # fmt: skip
    return MenuTown(town, menu, units, pages)


def opened(made: MenuTown, *, moment: datetime = JANUARY) -> MenuRollover:
    """Next year's drafts are there; nobody has been asked."""
    rollover = opening.open_next(made.menu, due_on=DUE, by=None, at=moment)
    opening.carry(rollover, at=moment)
    rollover.refresh_from_db()
    return rollover


def asked(made: MenuTown, *, moment: datetime = JANUARY) -> MenuRollover:
    rollover = opened(made, moment=moment)
    asking.ask_departments(rollover.pk, at=moment)
    rollover.refresh_from_db()
    return rollover


def with_key(ask: MenuAsk) -> tuple[Client, str]:
    """Somebody who has opened the link of the mail, and the address of the department's page."""
    client = Client()
    return client, client.get(f"/k/{ask.grant.token}/")["Location"]


def typed(entry: MenuEntry, **changes: object) -> dict[str, object]:
    """The form as a browser sends it back."""
    facts = AnswerForm.initial_of(draft_of(entry))
    return {**facts, "seen": seen_of(entry), "reason": "", "words": ""} | changes


def entry_of(title: str) -> MenuEntry:
    rows = MenuEntry.objects.select_related("page", "continues", "rollover__fiscal_year")
    return rows.get(continues__title=title)


def say(title: str, said: Said, *, moment: datetime = JANUARY) -> MenuEntry:
    """What the department of that lecture answers."""
    entry = entry_of(title)
    return answering.answer(
        entry_id=entry.pk, seen=seen_of(entry), said=said, by=By(department="第1課"), at=moment
    )
