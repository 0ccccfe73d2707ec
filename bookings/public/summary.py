"""A request as rows of a summary list: name, lines, and the page where it can be changed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.actions.submitting import Particulars
from bookings.models import ApplicantGroup, BookingRequest
from bookings.public.answers import Answers
from bookings.rules import Wish, clock_words
from lectures.eras import short_day
from lectures.models import PartOfDay


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
    return [
        Row(_("団体の名前"), (group.name,), "who"),
        Row(_("人数"), (people_words(said.people, said.ages),), "who"),
        Row(_("団体の種類"), (_kind_words(answers),), "who"),
        Row(_("希望の日"), wish_lines(said.wishes), "when"),
        Row(_("会場"), (place, booked_words(said.venue_booked)), "where"),
        Row(_("会場を使える時刻"), (usable_words(said),), "where"),
        Row(_("代表者"), (group.representative,), "contact"),
        Row(_("連絡する人"), (f"{group.contact_name}（{group.contact_kana}）",), "contact"),
        Row(_("電話"), (contact_phone(answers),), "contact"),
        Row(_("お知らせの方法"), notify_lines(said), "contact"),
        Row(_("伝えたいこと"), tuple(said.remarks.splitlines()) or (_("なし"),), "contact"),
    ]


def of_request(row: BookingRequest) -> list[Row]:
    """The facts on the group's own page: no phone, no address."""
    group = row.group
    wishes = tuple(
        Wish(wish.day, wish.part, wish.starts, wish.ends) for wish in row.wishes.order_by("rank")
    )
    return [
        Row(_("団体の名前"), (group.name,)),
        Row(_("人数"), (people_words(row.people, row.ages),)),
        Row(_("希望の日"), wish_lines(wishes)),
        Row(_("会場"), (row.venue, booked_words(row.venue_booked))),
        Row(_("連絡する人"), (group.contact_name,)),
        Row(_("お知らせの方法"), (str(group.get_notify_by_display()),)),
        Row(_("伝えたいこと"), tuple(row.remarks.splitlines()) or (_("なし"),)),
    ]


def people_words(people: int | None, ages: str) -> str:
    count = _("%(count)d人") % {"count": people}
    return f"{count}（{ages}）" if ages else count


def wish_lines(wishes: tuple[Wish, ...]) -> tuple[str, ...]:
    return tuple(
        _("第%(rank)d希望　%(when)s") % {"rank": rank, "when": wish_words(wish)}
        for rank, wish in enumerate(wishes, start=1)
    )


def wish_words(wish: Wish) -> str:
    """12月17日（木）午前, or with exact times."""
    if wish.starts is None:
        return f"{short_day(wish.day)} {PartOfDay(wish.part).label}"
    times = clock_words(wish.starts) + "〜" + (clock_words(wish.ends) if wish.ends else "")
    return f"{short_day(wish.day)} {times}"


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
    return answers.typed("contact").get("phone", "").strip()


def notify_lines(said: Particulars) -> tuple[str, ...]:
    group = said.group
    way = str(ApplicantGroup.NotifyBy(group.notify_by).label)
    address = f"〒{group.postcode} {group.address}" if group.postcode else group.address
    return tuple(filter(None, (way, group.email, address)))
