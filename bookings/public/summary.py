"""A request as rows of a summary list: name, lines, and the page where it can be changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from bookings.actions.submitting import Particulars
from bookings.emails import asked_for
from bookings.emails.on_the_day import pretty_phone
from bookings.models import ApplicantGroup, BookingRequest
from bookings.public.answers import Answers
from bookings.rules import Wish, clock_words
from bookings.spelling import SpellingError, parse_phone
from config import clock
from lectures.eras import near_day, time_range
from lectures.models import PartOfDay
from lectures.zones import venue_zone


@dataclass(frozen=True)
class Row:
    name: str
    lines: tuple[str, ...]
    step: str = ""


def to_check(answers: Answers) -> list[Row]:
    """Everything that will be sent, for the page before sending."""
    said = answers.particulars()
    group = said.group
    centre = answers.where.centre
    place = str(centre) if centre else f"{said.venue_name} {said.venue_address}"
    rows = [
        Row(_("団体の名前"), (group.name,), "who"),
        Row(_("人数"), (people_words(said.people, said.ages),), "who"),
        Row(_("団体の種類"), (_kind_words(answers),), "who"),
        Row(_("市とのつながり"), (_label(ApplicantGroup.Connection, group.connection),), "who"),
        *_classes(said),
        Row(*asked_lines(said.wishes, said.agreed_with), "when"),
        Row(_("会場"), (place, booked_words(said.venue_booked)), "where"),
        Row(_("会場を使える時刻"), (usable_words(said),), "where"),
        *_wanted(said),
        Row(_("代表者"), (group.representative,), "contact"),
        Row(_("連絡する人"), (_person(group),), "contact"),
        Row(_("電話"), tuple(filter(None, (contact_phone(answers), group.reachable))), "contact"),
        Row(_("お知らせの方法"), notify_lines(said), "contact"),
        Row(_("前もって聞きたいこと"), tuple(said.questions.splitlines()), "contact"),
        Row(_("伝えたいこと"), tuple(said.remarks.splitlines()) or (_("なし"),), "contact"),
    ]
    return [row for row in rows if row.lines]


def _person(group: Any) -> str:
    """With the reading, where there is one."""
    reading = f"（{group.contact_kana}）" if group.contact_kana else ""
    return f"{group.contact_name}{reading}"


def _classes(said: Particulars) -> list[Row]:
    return [Row(*row, "classes") for row in asked_for.classes_of(said.classes)]


def _wanted(said: Particulars) -> list[Row]:
    """Help and things, as far as anything was said of them."""
    return [Row(*row, "where") for row in asked_for.wanted(said)]


def _label(choices: type[TextChoices], code: str) -> str:
    return str(choices(code).label) if code else _("えらんでいません")


def of_request(row: BookingRequest) -> list[Row]:
    """The facts on the group's own page: no phone, no address."""
    group = row.group
    return [
        Row(_("団体の名前"), (group.name,)),
        Row(_("人数"), (people_words(row.people, row.ages),)),
        Row(*asked_of(row)),
        Row(_("会場"), (row.venue, booked_words(row.venue_booked))),
        *asked_rows(row),
        Row(_("連絡する人"), (group.contact_name,)),
        Row(_("お知らせの方法"), (str(group.get_notify_by_display()),)),
        Row(_("前もって聞きたいこと"), tuple(row.questions.splitlines()) or (_("なし"),)),
        Row(_("伝えたいこと"), tuple(row.remarks.splitlines()) or (_("なし"),)),
    ]


def asked_of(row: BookingRequest) -> tuple[str, tuple[str, ...]]:
    """The wishes of a stored request, or its promised time."""
    wishes = tuple(
        Wish(wish.day, wish.part, wish.starts, wish.ends) for wish in row.wishes.order_by("rank")
    )
    return asked_lines(wishes, row.agreed_with)


def asked_rows(row: BookingRequest) -> list[Row]:
    """Classes, help and things, as the group gave them."""
    return [Row(*asked) for asked in asked_for.of_request(row)]


def people_words(people: int | None, ages: str) -> str:
    count = _("%(count)d人") % {"count": people}
    return f"{count}（{ages}）" if ages else count


def wish_lines(wishes: tuple[Wish, ...]) -> tuple[str, ...]:
    return tuple(
        _("第%(rank)d希望　%(when)s") % {"rank": rank, "when": wish_words(wish)}
        for rank, wish in enumerate(wishes, start=1)
    )


def asked_lines(wishes: tuple[Wish, ...], agreed_with: str) -> tuple[str, tuple[str, ...]]:
    """The wishes, or the one time that a department has promised."""
    if not agreed_with:
        return _("希望の日"), wish_lines(wishes)
    lines = (wish_words(wish) for wish in wishes[:1])
    return _("約束した日時"), (*lines, _("約束した人：%(name)s") % {"name": agreed_with})


def wish_words(wish: Wish) -> str:
    """12月17日（木）午前, or with exact times."""
    day = near_day(wish.day, today=clock.today(venue_zone()))
    if wish.starts is None:
        return f"{day} {PartOfDay(wish.part).label}"
    ends = wish.ends or wish.starts
    times = time_range(datetime.combine(wish.day, wish.starts), datetime.combine(wish.day, ends))
    return f"{day} {times}"


def booked_words(booked: bool) -> str:
    return _("予約ずみ") if booked else _("これから予約する")


def usable_words(said: Particulars) -> str:
    opens, closes = said.usable_from, said.usable_until
    if opens is None and closes is None:
        return _("とくになし")
    return (clock_words(opens) if opens else "") + "〜" + (clock_words(closes) if closes else "")


def _kind_words(answers: Answers) -> str:
    """What was chosen: leaving it open is no choice of そのほか."""
    chosen = answers.typed("who").get("kind", "")
    return str(ApplicantGroup.Kind(chosen).label) if chosen else _("えらんでいません")


def contact_phone(answers: Answers) -> str:
    """As it will be kept and called: 090-1234-5678, however it was typed."""
    typed = answers.typed("contact").get("phone", "").strip()
    try:
        return parse_phone(typed).pretty
    except SpellingError:
        return typed


def notify_lines(said: Particulars) -> tuple[str, ...]:
    group = said.group
    way = str(ApplicantGroup.NotifyBy(group.notify_by).label)
    address = f"〒{group.postcode} {group.address}" if group.postcode else group.address
    fax = pretty_phone(group.fax, like=group.phone_as_typed)
    return tuple(filter(None, (way, group.email, fax, address)))
