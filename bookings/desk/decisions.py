"""What the office can decide about a mail that no machine may act on, the likeliest first."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.actions import queue
from bookings.answers import Accept, Decline
from bookings.desk.decidable import (
    is_report,
    is_support,
    is_understood,
    may_be_handed_over,
    may_be_named,
    may_be_reported,
    may_be_taken_late,
    may_be_undone,
    may_consent,
)
from bookings.desk.decision import Decision, Reply, on, reply_of, target
from bookings.desk.forms.fixed import (
    ConsentNoForm,
    ConsentYesForm,
    NameReplyForm,
    RegisterNameForm,
)
from bookings.desk.forms.replies import (
    AcceptReplyForm,
    CounterReplyForm,
    DeclineReplyForm,
    HandOverForm,
    MessageForm,
    QuestionForm,
    RegisterForm,
    ReportReplyForm,
    TrustForm,
)
from bookings.desk.steps.step import Heard
from bookings.models import LecturerConsent, WaitingReply

Why = WaitingReply.Why
_NO = LecturerConsent.State.NO


def _accept(reply: Reply, form: AcceptReplyForm, heard: Heard) -> None:
    queue.apply_accept(
        **on(reply, heard), rank=form.rank, starts_at=form.starts_at,
        lecturer_ids=map(int, form.cleaned_data["lecturers"]), beside=form.cleaned_data["words"],
    )  # fmt: skip


def _undo_and_decline(reply: Reply, form: DeclineReplyForm, heard: Heard) -> None:
    queue.undo_and_decline(
        **on(reply, heard), reason=form.cleaned_data["reason"], words=form.cleaned_data["words"]
    )


def _place(reply: Reply, heard: Heard) -> dict[str, Any]:
    return {**target(reply, heard), "assignment_id": reply.ask.pk if reply.ask else None}


__all__ = ["DECISIONS", "Decision", "Reply", "decision_of", "may_be_undone", "open_decisions",
           "reply_of"]  # fmt: skip

DECISIONS = (
    Decision(
        "after-all",
        _("期限の前に送られた返事として受ける"),
        _("この返事を受ける"),
        _("返事を記録しました。ほかの課への依頼は取り消しました。"),
        lambda reply, form, heard: queue.take_after_all(**target(reply, heard)),
        may_be_taken_late,
        explains=_("そのあとで依頼した課には、依頼の取消しがメールで届きます。"),
    ),
    Decision(
        "understood",
        _("読み取ったとおりに記録する"),
        _("このとおり記録する"),
        _("メールの返事を記録しました。"),
        lambda reply, form, heard: queue.apply_understood(**on(reply, heard)),
        is_understood,
        explains=_("課の登録アドレスに、記録した知らせが届きます。取り消すリンクもつきます。"),
    ),
    Decision(
        "trust",
        _("送り主を、この課の人として登録する"),
        _("登録して、もう一度読む"),
        _("送り主を登録して、メールを読み直しました。"),
        lambda reply, form, heard: queue.trust_sender(
            **target(reply, heard), name=form.cleaned_data["name"]
        ),
        lambda reply: reply.awaited and reply.waiting.why == Why.STRANGER,
        TrustForm,
    ),
    Decision(
        "register",
        _("講師を登録して、引き受けると記録する"),
        _("登録して記録する"),
        _("講師を登録して、返事を記録しました。"),
        lambda reply, form, heard: queue.register_lecturer_and_accept(
            **target(reply, heard),
            name=form.cleaned_data["name"],
            kana=form.cleaned_data["kana"],
        ),
        lambda reply: reply.awaited and reply.waiting.why == Why.UNKNOWN_LECTURER,
        RegisterForm,
    ),
    Decision(
        "accept",
        _("承諾として記録する"),
        _("承諾として記録する"),
        _("承諾として記録しました。"),
        _accept,
        lambda reply: reply.awaited,
        AcceptReplyForm,
    ),
    Decision(
        "counter",
        _("別の日の提案として記録する"),
        _("別の日の提案として記録する"),
        _("別の日の提案として記録しました。"),
        lambda reply, form, heard: queue.apply_counter(
            **on(reply, heard),
            slots=form.cleaned_data["slots"],
            words=form.cleaned_data["words"],
        ),
        lambda reply: reply.awaited,
        CounterReplyForm,
        explains=_("団体に届き、団体がえらぶと日時が決まります。"),
    ),
    Decision(
        "decline",
        _("辞退として記録する"),
        _("辞退として記録する"),
        _("辞退として記録しました。次の手を決めてください。"),
        lambda reply, form, heard: queue.apply_decline(
            **on(reply, heard),
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
        ),
        lambda reply: reply.awaited,
        DeclineReplyForm,
    ),
    Decision(
        "question",
        _("質問として記録する"),
        _("質問として記録する"),
        _("質問として記録しました。依頼の記録は、そのままです。"),
        lambda reply, form, heard: queue.apply_question(
            **on(reply, heard), words=form.cleaned_data["words"], answered=form.told
        ),
        lambda reply: reply.awaited or may_be_undone(reply),
        QuestionForm,
    ),
    Decision(
        "hand-over",
        _("ほかの課に依頼する"),
        _("この課に依頼する"),
        _("ほかの課に依頼しました。"),
        lambda reply, form, heard: queue.hand_over(
            **on(reply, heard), department_id=int(form.cleaned_data["department"])
        ),
        may_be_handed_over,
        HandOverForm,
        explains=_("いまの課には、依頼の取消しがメールで1通届きます。"),
    ),
    Decision(
        "consent-yes",
        _("講師本人の「うかがいます」を記録する"),
        _("うかがうと記録する"),
        _("講師本人の返事を記録しました。"),
        lambda reply, form, heard: queue.record_consent(
            **target(reply, heard), goes=True, words=form.cleaned_data["words"]
        ),
        may_consent,
        ConsentYesForm,
        needs_ask=False,
        needs_date=True,
        explains=_("講師に、記録した知らせが届きます。講師がそろえば、団体に名前が届きます。"),
        about=lambda reply: reply.waiting.session,
    ),
    Decision(
        "consent-no",
        _("講師本人の「都合がつかない」を記録する"),
        _("都合がつかないと記録する"),
        _("講師本人の返事を記録しました。課に、ほかの人をきいています。"),
        lambda reply, form, heard: queue.record_consent(
            **target(reply, heard), goes=False, words=form.cleaned_data["words"]
        ),
        may_consent,
        ConsentNoForm,
        needs_ask=False,
        needs_date=True,
        explains=_(
            "この講師の予定は空きます。課に、ほかの人を決めるようメールが届きます。日時は変わらず、団体には何も届きません。"
        ),
        about=lambda reply: reply.waiting.session,
    ),
    Decision(
        "name",
        _("うかがう講師を記録する"),
        _("この人がうかがうと記録する"),
        _("うかがう講師を記録しました。"),
        lambda reply, form, heard: queue.name_lecturers(
            **_place(reply, heard), lecturer_ids=map(int, form.cleaned_data["lecturers"])
        ),
        may_be_named,
        NameReplyForm,
        needs_ask=False,
        needs_date=True,
        explains=_(
            "この課からは、ここでえらんだ人だけになります。課と、名前が決まれば団体に、メールで知らせます。"
        ),
        about=lambda reply: reply.fixed,
    ),
    Decision(
        "register-name",
        _("講師を登録して、うかがう人として記録する"),
        _("登録して、この人がうかがうと記録する"),
        _("講師を登録して、うかがう人として記録しました。"),
        lambda reply, form, heard: queue.register_lecturer_and_name(
            **_place(reply, heard),
            name=form.cleaned_data["name"],
            kana=form.cleaned_data["kana"],
            together=map(int, form.cleaned_data["together"]),
        ),
        may_be_named,
        RegisterNameForm,
        needs_ask=False,
        needs_date=True,
        explains=_("この課からは、この人と、ここでえらんだ人だけになります。"),
        about=lambda reply: reply.fixed,
    ),
    Decision(
        "undo-decline",
        _("前の承諾を取り消して、辞退を記録する"),
        _("承諾を取り消して、辞退を記録する"),
        _("承諾を取り消して、辞退を記録しました。次の手を決めてください。"),
        _undo_and_decline,
        lambda reply: may_be_undone(reply) and not is_support(reply),
        DeclineReplyForm,
        explains=_(
            "日時が決まっていたときは、それがなくなり、団体に「日時を決め直すことになりました」とメールで届きます。講師の予定は空きます。課には、辞退を記録した知らせが1通届きます。"
        ),
    ),
    Decision(
        "undo-help",
        _("前の承諾を取り消して、手伝いの辞退を記録する"),
        _("承諾を取り消して、辞退を記録する"),
        _("承諾を取り消して、辞退を記録しました。次の手を決めてください。"),
        _undo_and_decline,
        lambda reply: may_be_undone(reply) and is_support(reply),
        DeclineReplyForm,
        explains=_(
            "講座の日時は変わらず、団体には何も届きません。手伝う人の予定は空きます。課には、辞退を記録した知らせが1通届きます。"
        ),
    ),
    Decision(
        "report",
        _("実施の報告として記録する"),
        _("この数で記録する"),
        _("実施の報告を記録しました。"),
        lambda reply, form, heard: queue.apply_report(
            **target(reply, heard), numbers=form.numbers, words=form.cleaned_data["words"]
        ),
        may_be_reported,
        ReportReplyForm,
        needs_ask=False,
        explains=_(
            "数を確かめ、ちがうところは直してください。担当課（講師）に、記録した知らせが届きます。"
        ),
    ),
    Decision(
        "message",
        _("団体からの連絡として、経過に残す"),
        _("経過に残す"),
        _("団体からの連絡を、経過に残しました。"),
        lambda reply, form, heard: queue.record_message(
            **target(reply, heard), words=form.cleaned_data["words"]
        ),
        lambda reply: reply.told is not None,
        MessageForm,
        needs_ask=False,
        explains=_("だれにもメールは届きません。返事がいるときは、団体に連絡してください。"),
        about=lambda reply: reply.request,
    ),
    Decision(
        "consulted",
        _("相談の続きとして、経過に残す"),
        _("相談の経過に残す"),
        _("相談の経過に残しました。答えた相談は、もう一度開きました。"),
        lambda reply, form, heard: queue.record_consulted(
            **target(reply, heard), words=form.cleaned_data["words"]
        ),
        lambda reply: reply.consultation is not None,
        MessageForm,
        needs_ask=False,
        explains=_("だれにもメールは届きません。返事は、相談のページから書いてください。"),
    ),
    Decision(
        "no-report",
        _("報告ではない"),
        _("報告ではないとして片づける"),
        _("報告ではないとして片づけました。報告は、まだ届いていません。"),
        lambda reply, form, heard: queue.set_aside(**target(reply, heard)),
        is_report,
        needs_ask=False,
        explains=_("中止や延期だったときは、先に申込みのページで記録してください。"),
    ),
    Decision(
        "aside",
        _("返事ではない"),
        _("返事ではないとして片づける"),
        _("返事ではないとして片づけました。依頼は、そのまま返事を待ちます。"),
        lambda reply, form, heard: queue.set_aside(**target(reply, heard)),
        lambda reply: reply.told is None and not is_report(reply),
        needs_ask=False,
    ),
    Decision(
        "dealt-with",
        _("対応がすんだ"),
        _("対応がすんだものとして片づける"),
        _("対応がすんだものとして片づけました。申込みは変わりません。"),
        lambda reply, form, heard: queue.set_aside(**target(reply, heard)),
        lambda reply: reply.told is not None,
        needs_ask=False,
        explains=_("お礼など、記録しなくてよいとき、電話などで答えたときに。"),
    ),
)
# Which decision a reason most often leads to. The others follow in the order above.
_LIKELY = {
    Why.STRANGER: "trust",
    Why.UNKNOWN_LECTURER: "register",
    Why.QUESTION: "question",
    Why.CLOSED: "aside",
}
_HANDED_OVER = "handed_over"
_NAMING = (Why.UNKNOWN_LECTURER, Why.CLASH)


def decision_of(name: str) -> Decision | None:
    return next((row for row in DECISIONS if row.name == name), None)


def open_decisions(reply: Reply) -> list[Decision]:
    """What can be decided now, the likeliest first."""
    likely = _LIKELY.get(WaitingReply.Why(reply.waiting.why), "")
    if reply.waiting.understood.get("reason") == _HANDED_OVER:
        likely = "hand-over"
    if reply.told is not None:
        likely = "message"
    if reply.consultation is not None:
        likely = "consulted"
    found = [row for row in DECISIONS if row.is_open(reply)]
    return sorted(found, key=lambda row: row.name != (_of_fixed(reply) or likely))


def _of_fixed(reply: Reply) -> str:
    """The likeliest one about a date that is fixed already."""
    declines = isinstance(reply.understood, Decline)
    if reply.consent is not None:
        return "consent-no" if declines else "consent-yes"
    if declines:
        undo = "undo-help" if is_support(reply) else "undo-decline"
        return undo if may_be_undone(reply) else ""
    if reply.fixed is None:
        return ""
    if reply.waiting.understood.get("unknown_names"):
        return "register-name"
    named = isinstance(reply.understood, Accept) and reply.understood.lecturer_ids
    return "name" if named or reply.waiting.why in _NAMING else ""
