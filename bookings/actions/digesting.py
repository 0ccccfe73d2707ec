"""事務局へのまとめ: once every working day, and what the office answers to it by number.

Called by `receiving`, never by `replies.judging`: the queue, which this module uses, needs that one.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from bookings.actions import asking, chasing, queue, reporting
from bookings.actions.digest_items import Item, items_now
from bookings.actions.moves import Actor, By, Refused, Stale, locked
from bookings.actions.replies.waits import Stop, Waits, Why, of_arrival
from bookings.actions.reporting import Numbers
from bookings.answers import digest
from bookings.answers.digest import Order, Orders, Word
from bookings.emails import digests
from bookings.models import BookingRequest, DigestItem, Grant, OfficeDigest, WaitingReply
from bookings.models.office_days import office_settings, working_days
from bookings.permissions import is_office
from bookings.status import Way
from lectures.zones import local, venue_zone
from notifications import periodic
from notifications.inbox import reading
from notifications.models import InboundEmail
from notifications.status import Auth, Kind

ANSWERABLE = timedelta(days=3)
MOST = 40


@transaction.atomic
def tell_office(*, at: datetime, others: Callable[[], Iterable[Item]] = tuple) -> bool:
    """Once per working day, from the set time on; False: not due, told before, or nothing waits.

    `others`: what waits too and can only be decided at the desk.
    """
    settings, today = office_settings(), local(at).date()
    if settings.office_digest_at is None or not working_days().is_open(today):
        return False
    moment = datetime.combine(today, settings.office_digest_at, venue_zone())
    if at < moment or not periodic.claim(f"office_digest:{settings.site_id}", moment):
        return False
    every = [*items_now(at=at), *others()]
    if not every:
        return False
    items = list(islice(every, MOST))
    grant = _stored(items, at=at).grant
    digests.to_office(grant, day=today, at=at, items=items, left=len(every) - len(items))
    return True


def apply_reply(inbound: InboundEmail, grant: Grant, at: datetime) -> Waits | None:
    """Carry out what the office wrote behind the numbers, each line for itself, and confirm it.

    Within the caller's transaction. Waits: not the office's, or unreadable: a person decides.
    """
    user = _sender(inbound)
    stop = _stop(inbound, user)
    if stop is not None or user is None:
        return Waits(stop or Stop(Why.STRANGER))
    if grant.opens(at=at):
        orders = digest.read(reading.text_of(bytes(inbound.raw or b"")))
        done, left = _carried_out(grant, orders, by=By(Actor.OFFICE, Way.EMAIL, user), at=at)
    else:
        done, left = (
            [],
            [_("このまとめは古いので、何もしていません。新しいまとめに返信してください。")],
        )
    digests.done(inbound, to=user.email, at=at, done=done, left=left)
    return None


def _stored(items: Iterable[Item], *, at: datetime) -> OfficeDigest:
    site = get_scope()["site"]
    grant = Grant.objects.issue(
        purpose=Grant.Purpose.DIGEST, site_id=site.pk, at=at, expires_at=at + ANSWERABLE
    )
    stored = OfficeDigest.objects.create(site=site, day=local(at).date(), grant=grant, at=at)
    for number, item in enumerate(items, start=1):
        DigestItem.objects.create(
            site=site,
            digest=stored,
            number=number,
            words=[word.value for word in item.words],
            request=item.request,
            assignment=item.assignment,
            session=item.session,
            waiting=item.waiting,
            version=item.request.version if item.request else 0,
        )
    return stored


def _sender(inbound: InboundEmail) -> User | None:
    if not inbound.from_address:
        return None
    user = User.objects.filter(email__iexact=inbound.from_address, is_active=True).first()
    return user if user is not None and is_office(user) else None


def _stop(inbound: InboundEmail, user: User | None) -> Stop | None:
    if inbound.kind == Kind.UNREADABLE:
        return Stop(Why.UNREADABLE, inbound.reason)
    if arrived := of_arrival(inbound):
        return arrived
    if inbound.auth != Auth.PASS:
        return Stop(Why.UNAUTHENTICATED, Auth(inbound.auth).label)
    if user is None:
        return Stop(Why.STRANGER, _("事務局の利用者のアドレスではありません。"))
    return None


def _carried_out(
    grant: Grant, orders: Orders, *, by: By, at: datetime
) -> tuple[list[str], list[str]]:
    """(done, not done), in the order of the numbers. Requests are locked in one order."""
    items = {row.number: row for row in DigestItem.objects.filter(digest__grant=grant)}
    seen: dict[int, int] = {}
    outcomes: dict[int, tuple[bool, str]] = {}
    for order in sorted(orders.found, key=lambda one: _request_of(items.get(one.number))):
        outcomes[order.number] = _tried(order, items.get(order.number), seen, by=by, at=at)
    lines = [outcomes[number] for number in sorted(outcomes)]
    odd = [_("「%(line)s」は、分かりませんでした。") % {"line": line} for line in orders.odd]
    left = [*(words for won, words in lines if not won), *odd]
    if not orders.found and not odd:
        left = [_("番号とことばの行が、見つかりませんでした。例のように書いてください。")]
    return [words for won, words in lines if won], left


def _tried(
    order: Order, item: DigestItem | None, seen: dict[int, int], *, by: By, at: datetime
) -> tuple[bool, str]:
    """(done?, what happened). A refusal undoes its own line and no other."""
    line = f"{order.number} {order.word}"
    try:
        with transaction.atomic():
            words = _carry_out(order, _awaited(order, item, seen), by=by, at=at)
    except Refused as refusal:
        return False, _("「%(line)s」：%(why)s") % {"line": line, "why": refusal}
    if item is not None and item.request_id:
        seen[item.request_id] = BookingRequest.objects.values_list("version", flat=True).get(
            pk=item.request_id
        )
    about = f"（{item.request.reference}）" if item and item.request else ""
    return True, _("「%(line)s」：%(words)s%(about)s") % {
        "line": line, "words": words, "about": about,
    }  # fmt: skip


def _awaited(order: Order, item: DigestItem | None, seen: dict[int, int]) -> DigestItem:
    """The item, its request locked, as the digest showed it. Refused, Stale."""
    if item is None:
        raise Refused(_("その番号はありません。"))
    if order.word not in item.words:
        allowed = "、".join(item.words)
        raise Refused(
            _("この番号に書けるのは、%(words)sです。") % {"words": allowed}
            if allowed
            else _("これは、事務局の画面で決めてください。")
        )
    if item.request_id is not None:
        version = locked(item.request_id).version
        if version != seen.get(item.request_id, item.version):
            raise Stale(_("もう変わっています。事務局の画面で確かめてください。"))
    return item


def _request_of(item: DigestItem | None) -> int:
    return item.request_id or 0 if item else 0


def _carry_out(order: Order, item: DigestItem, *, by: By, at: datetime) -> str:
    """One order, as the desk would do it; the sentence that confirms it."""
    match order.word:
        case Word.ASK:
            asks = asking.ask(request_id=item.request.pk, by=by, at=at)
            return _("%(names)sに依頼しました。") % {
                "names": "、".join(ask.department.name for ask in asks)
            }
        case Word.REMIND:
            chasing.remind_next(assignment_id=item.assignment.pk, by=by, at=at)
            return _("%(name)sに催促しました。") % {"name": item.assignment.department.name}
        case Word.NEXT:
            ask = chasing.hand_on(assignment_id=item.assignment.pk, by=by, at=at)
            return _("%(name)sに依頼しました。") % {"name": ask.department.name}
        case Word.ASIDE:
            aside = queue.set_aside(waiting_id=item.waiting.pk, by=by, at=at)
            if aside.decision == WaitingReply.Decision.DEALT_WITH:
                return _("対応がすんだものとして片づけました。")
            return _("返事ではないとして片づけました。")
        case Word.DELIVERED:
            return _delivered(order, item, by=by, at=at)
        case _:
            queue.apply_understood(
                waiting_id=item.waiting.pk, assignment_id=item.assignment.pk, by=by, at=at
            )
            return _("読み取ったとおりに記録しました。")


def _delivered(order: Order, item: DigestItem, *, by: By, at: datetime) -> str:
    adults, children = order.figures[:2]
    if adults + children == 0:
        raise Refused(_("人数が0人です。中止のときは、事務局の画面で入れてください。"))
    length = item.session.ends_at - item.session.starts_at
    minutes = order.figures[2] if len(order.figures) > 2 else int(length.total_seconds() // 60)
    reporting.report(
        session_id=item.session.pk, numbers=Numbers(adults, children, minutes), by=by, at=at
    )
    return _("大人%(adults)d人、子ども%(children)d人、%(minutes)d分で報告しました。") % {
        "adults": adults, "children": children, "minutes": minutes,
    }  # fmt: skip
