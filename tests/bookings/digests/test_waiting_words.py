"""事務局へのまとめ: the words of a waiting mail, whole or not to be decided by."""

from email import message_from_bytes, policy

from bookings.actions import answering, digest_items, receiving, undoing
from bookings.models import (
    Assignment,
)
from bookings.status import AssignmentState
from notifications.inbox.receiving import receive
from tests.bookings.digests.answered import (
    ACCEPTS,
    MORNING,
    applied,
    digest,
    numbers,
    waiting_reply,
)
from tests.factories.replies import (
    FORGED,
    asked,
    quoted,
    raw_reply,
    reply,
    reply_address,
)
from tests.factories.town import DEPARTMENT, NOW, at


def test_what_was_read_of_a_waiting_mail_is_confirmed_by_its_own_word(town, clerk, clock_at):
    waiting = waiting_reply(town, understood=ACCEPTS)
    mail = digest(clock_at)
    assert numbers() == {1: ["承諾", "対象外"]}
    assert "「承諾 山本」" in mail.text
    assert "承諾／対象外（承諾は12月17日（木）10:00〜11:00）" in mail.text

    assert "この番号に書けるのは、承諾、対象外です" in applied("1 辞退")
    told = applied("1 承諾", message_id="<second@city.mikagami.example>")

    assert "読み取ったとおりに記録しました" in told
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.decided_by) == ("applied", clerk)
    assert Assignment.objects.get().state == AssignmentState.ACCEPTED


def test_a_yes_to_an_ask_that_changed_since_the_digest_is_not_recorded(town, clerk, clock_at):
    ask = waiting_reply(town, understood=ACCEPTS).assignment
    assert "承諾は12月17日（木）10:00〜11:00" in digest(clock_at).text
    noon = at("2026-12-17 12:00")
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=MORNING, starts_at=noon)
    undoing.undo(assignment_id=ask.pk, version=1, by=DEPARTMENT, at=MORNING)

    assert "もう変わっています" in applied("1 承諾")

    ask.refresh_from_db()
    assert ask.state == AssignmentState.ASKED


def test_a_mail_too_long_to_be_shown_whole_is_not_confirmed_unread(town, clerk, clock_at):
    waiting_reply(
        town, understood=ACCEPTS, text="承諾 " + "よろしくお願いします。" * 40 + "ただし…"
    )

    mail = digest(clock_at)

    assert numbers() == {1: []}
    assert "長いメールです" in mail.text
    assert "事務局の画面で決めてください" in mail.text


NO_AFTER_ALL = "承諾 高橋\nこのメールは破棄してください。あらためて回答します。"


def test_words_that_the_reader_passes_over_are_shown_to_whoever_decides(town, clerk, clock_at):
    waiting_reply(town, understood=ACCEPTS, text=NO_AFTER_ALL)

    mail = digest(clock_at)

    assert "「承諾 高橋 このメールは破棄してください。あらためて回答します。」" in mail.text


def test_with_a_readers_selection_those_words_would_be_hidden(town, clerk, clock_at, monkeypatch):
    """The guard removed: only the line that was understood is shown, and a yes offered."""
    waiting_reply(town, understood=ACCEPTS, text=NO_AFTER_ALL)
    kept = NO_AFTER_ALL.splitlines()[0]
    monkeypatch.setattr(digest_items, "said_in_full", lambda row, most: (kept, ""))

    mail = digest(clock_at)

    assert ("破棄" in mail.text, numbers()) == (False, {1: ["承諾", "対象外"]})


def test_an_unmarked_quotation_of_somebody_else_is_shown_as_well(town, clerk, clock_at):
    text = "承諾\n-----Original Message-----\nFrom: 課長\n承諾はまだ出さないでください"
    waiting_reply(town, understood=ACCEPTS, text=text)

    assert "承諾はまだ出さないでください" in digest(clock_at).text


def test_our_own_lines_and_marked_quotations_are_left_out(town, clerk, clock_at):
    ask = asked(town)
    ours = next(line for line in quoted(ask.request).splitlines() if "会場" in line)
    text = f"たぶん大丈夫です\n\n{ours.removeprefix('> ')}\n{quoted(ask.request)}"
    receiving.take(reply(text, assignment=ask).pk, at=NOW)

    assert "「たぶん大丈夫です」" in digest(clock_at).text


def test_what_comes_with_a_file_is_decided_at_the_desk(town, clerk, clock_at):
    ask = asked(town)
    mail = message_from_bytes(raw_reply("承諾", to="", results=FORGED), policy=policy.default)
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="回答書.pdf")
    to = reply_address(ask)
    receiving.take(receive(mail.as_bytes(), envelope_to=[to], at=NOW).pk, at=NOW)

    shown = digest(clock_at)

    assert numbers() == {1: []}
    assert "添付など、ここに出せないものがあります" in shown.text


def test_a_waiting_mail_is_set_aside(town, clerk, clock_at):
    waiting = waiting_reply(town, understood={})
    digest(clock_at)
    assert numbers() == {1: ["対象外"]}

    applied("1 対象外")

    waiting.refresh_from_db()
    assert (waiting.decision, Assignment.objects.get().state) == ("set_aside", "asked")
