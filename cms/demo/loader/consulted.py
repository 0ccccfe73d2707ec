"""相談: few people, a wish off the menu, somebody who does not know; open, answered and closed."""

from dataclasses import replace
from datetime import datetime, timedelta

from wagtail.models import Site

from bookings.actions import consulting
from bookings.actions.consulting import Asked
from bookings.actions.moves import Actor, By
from bookings.actions.submitting import GroupFacts
from bookings.models import Consultation
from bookings.status import ConsultationAbout, ConsultationEnd, Way
from cms.demo.loader.menu import Lectures
from lectures.eras import fiscal_year_of
from lectures.zones import local

_WEB, _CALL, _OFFICE, _MAIL = (
    By(Actor.GROUP, Way.WEB),
    By(Actor.GROUP, Way.PHONE),
    By(Actor.OFFICE, Way.PHONE),
    By(Actor.OFFICE, Way.EMAIL),
)
_LATER = timedelta(hours=3)


def load(site: Site, lectures: Lectures, *, at: datetime) -> None:
    menu = lectures.of(fiscal_year_of(local(at).date()))
    few = Asked(
        group=replace(
            _person("林 みさ子", phone="00000009102", name="わかくさサロン"),
            notify_by="email",
            email="hayashi@mail.example",
        ),
        about=ConsultationAbout.FEW,
        words="いつも6人くらいです。6人でも防災の話を聞けますか。",
        people=6,
        when_words="来月の火曜か木曜の午前",
        place_words="わかくさ集会所",
        lecture_id=menu[0].pk,
    )
    off_menu = Asked(
        group=_person("原 ゆう", phone="00000009103"),
        about=ConsultationAbout.OFF_MENU,
        words="実家が空き家になりそうです。市の人から話を聞きたい人が、近所に何人かいます。",
        wish="空き家のかたづけ方",
    )
    unsure = Asked(
        group=_person("川口 まこと", phone="00000009104", name="南町こども会"),
        about=ConsultationAbout.UNSURE,
        words="小学生が30分くらいで楽しめる話はどれですか。",
        people=18,
    )
    _talk(_take(site, few, by=_WEB, at=at - timedelta(days=1)))
    wished = _take(site, off_menu, by=_CALL, at=at - timedelta(days=6))
    consulting.close(
        consultation_id=wished.pk, reason=ConsultationEnd.NOBODY_TO_GIVE_IT, seen=wished.version,
        words="建築住宅課にも、いま話せる人がいない。", by=_OFFICE, at=wished.opened_at + _LATER,
    )  # fmt: skip
    answered = _take(site, unsure, by=_CALL, at=at - timedelta(days=3))
    consulting.tell(
        consultation_id=answered.pk, words="ごみの分け方の講座を案内した。", settled=True,
        seen=answered.version, by=_OFFICE, at=answered.opened_at + _LATER,
    )  # fmt: skip


def _talk(row: Consultation) -> None:
    """By mail and on the page of whoever asked; it waits for the office again."""
    consulting.tell(
        consultation_id=row.pk, words="6人でもうかがえます。1月の火曜なら、いつがよいですか。",
        settled=True, seen=row.version, by=_MAIL, at=row.opened_at + _LATER,
    )  # fmt: skip
    consulting.write(
        consultation_id=row.pk, words="1月の第3火曜の午前にお願いします。8人になりそうです。",
        by=_WEB, at=row.opened_at + 2 * _LATER,
    )  # fmt: skip


def _take(site: Site, asked: Asked, *, by: By, at: datetime) -> Consultation:
    return consulting.take(asked=asked, by=by, at=at, site_id=site.pk)


def _person(contact: str, *, phone: str, name: str = "") -> GroupFacts:
    return GroupFacts(name=name, contact_name=contact, phone=phone, notify_by="phone")
