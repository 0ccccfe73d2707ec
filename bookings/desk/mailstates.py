"""What became of a mail, as a person would say it: states, reasons and attempts in plain words."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import secrets
from bookings.desk.waiting import KINDS
from notifications import addresses, plain
from notifications.models import DeliveryAttempt, InboundEmail, OutgoingEmail
from notifications.status import InboundState, Kind, State

STATES: dict[str, Promise] = {
    State.READY: _("これから送ります"),
    State.LEASED: _("送っています"),
    State.HANDOFF: _("送っています"),
    State.SENT: _("送りました"),
    State.DELIVERED: _("届きました"),
    State.BOUNCED: _("届きませんでした"),
    State.COMPLAINED: _("迷惑メールだと言われました"),
    State.UNKNOWN: _("届いたか確かめています"),
    State.HELD: _("届いたか分かりません"),
    State.FAILED: _("受け取ってもらえませんでした"),
    State.EXPIRED: _("時期がすぎたので、送りませんでした"),
    State.SUPPRESSED: _("前に届かなかった宛先なので、止めています"),
    State.CANCELLED: _("いらなくなったので、送りませんでした"),
}
NOT_ARRIVED = (State.BOUNCED, State.FAILED, State.SUPPRESSED, State.HELD, State.COMPLAINED)
_EXPLAINED = (State.BOUNCED, State.FAILED)
_SECRET = re.compile(r"\{\{secret:[^{}]*\}\}")
Step = DeliveryAttempt.Step
# (step, outcome) → what happened; the outcome alone where the step changes nothing.
_HAPPENED: dict[tuple[str, str], Promise] = {
    ("", State.SENT): _("相手のメールサーバーに渡しました"),
    (Step.LOOKUP, State.SENT): _("送信の記録で、渡したことを確かめました"),
    (Step.PERSON, State.SENT): _("事務局が、届いていたと記録しました"),
    ("", State.READY): _("いまは受け取れないと言われました。あとでもう一度送ります"),
    (Step.CONNECT, State.READY): _("こちらのメールサーバーにつながりませんでした。あとで送ります"),
    (Step.LOOKUP, State.READY): _("渡していないと分かりました。もう一度送ります"),
    (Step.PERSON, State.READY): _("事務局が、もう一度送ると決めました"),
    ("", State.FAILED): _("受け取ってもらえませんでした"),
    (Step.RENDER, State.FAILED): _("メールを作れませんでした"),
    ("", State.HANDOFF): _("渡しているとちゅうで、通信が切れました"),
    ("", State.UNKNOWN): _("渡せたかどうか分からず、記録を調べています"),
    ("", State.HELD): _("調べても分からず、人が決めるのを待っています"),
}
_NOTICE = _("相手のメールサーバーから知らせが来ました")
_RETURNED = _("届かなかったと分かりました")


@dataclass(frozen=True)
class Happening:
    """One line of a mail's history."""

    at: datetime
    what: Promise | str
    said: str
    url: str = ""


def state_words(mail: OutgoingEmail) -> Promise | str:
    if mail.state == State.FAILED and not mail.smtp_code:
        return _("送れませんでした")  # nobody refused it
    return STATES.get(mail.state, mail.get_state_display())


def is_bad(mail: OutgoingEmail) -> bool:
    return mail.state in NOT_ARRIVED


def why(mail: OutgoingEmail) -> Promise | str:
    """Why it did not arrive; "" where there is nothing to explain."""
    if mail.state not in _EXPLAINED:
        return ""
    return _trouble(mail).why


def advice(mail: OutgoingEmail) -> Promise | str:
    return _trouble(mail).advice if mail.state in _EXPLAINED else ""


def what_is_gone(mail: OutgoingEmail) -> str:
    """The address, or @ and its domain, that does not exist by the other side's word; else ""."""
    if mail.state not in _EXPLAINED:
        return ""
    cause = plain.cause_of(status=mail.last_error, words=mail.smtp_reply, smtp_code=mail.smtp_code)
    domain = f"@{addresses.domain_of(mail.to_address)}"
    return {plain.Cause.NO_ADDRESS: mail.to_address, plain.Cause.NO_DOMAIN: domain}.get(cause, "")


def shown_text(mail: OutgoingEmail) -> str:
    """The words that were sent; a link's secret is nobody's but the reader's."""
    return _SECRET.sub("…", mail.text)


def happenings(mail: OutgoingEmail) -> list[Happening]:
    """Each try with its time, and what came back; two queries."""
    tries = [
        Happening(row.at, _happened(row), f"{row.smtp_code or ''} {row.smtp_reply}".strip())
        for row in mail.attempts.all()
    ]
    back = mail.answers.filter(kind=Kind.BOUNCE).defer("raw")
    came = [
        Happening(
            row.received_at, _NOTICE, row.subject, reverse("desk:mail-in", args=[row.public_id])
        )
        for row in back
    ]
    end = []
    if mail.state == State.BOUNCED:
        end = [Happening(mail.changed_at, _RETURNED, secrets.masked(mail.smtp_reply))]
    return sorted([*tries, *came, *end], key=lambda row: row.at)


def inbound_words(mail: InboundEmail) -> Promise | str:
    """What became of a mail that came in; its reply and answer are loaded with it."""
    if mail.copy_of_id and not mail.copy_differs:
        return _("同じメールの2通め")
    waiting = getattr(mail, "waiting_reply", None)
    if waiting is not None:
        return (
            waiting.get_decision_display() if waiting.decision else _("人が決めるのを待っています")
        )
    if mail.state != InboundState.HANDLED:
        return _("これから読みます")
    if answer := getattr(mail, "answer", None):
        return str(answer.get_kind_display())
    return KINDS.get(mail.kind, _("記録だけしました"))


def _happened(row: DeliveryAttempt) -> Promise | str:
    for key in ((row.step, row.outcome), ("", row.outcome)):
        if key in _HAPPENED:
            return _HAPPENED[key]
    return STATES.get(row.outcome, row.outcome)


def _trouble(mail: OutgoingEmail) -> plain.Trouble:
    """By the code and the words of a server; without either it is our own fault."""
    return plain.trouble_of(
        state=mail.state, status=mail.last_error, words=mail.smtp_reply, smtp_code=mail.smtp_code
    )
