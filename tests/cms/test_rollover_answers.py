"""年度替わり: what a department says through the link of its mail, and what two at once lose: nothing."""

import pytest
from django.test import Client
from wagtail.models import PageLogEntry

from bookings.actions.moves import Refused, Stale
from cms.rollover import answering, deciding
from cms.rollover.answering import By, Said, draft_of, seen_of
from cms.rollover.models import MenuAsk, MenuEntry
from lectures.models import (
    LecturePage,
)
from notifications.models import OutgoingEmail
from tests.factories.rollover import (
    JANUARY,
    asked,
    entry_of,
    menu_town,
    typed,
    with_key,
)

Answer, Verdict = MenuEntry.Answer, MenuEntry.Verdict
DEPARTMENT = By(department="第1課")


@pytest.fixture
def made(site, clock_at):
    clock_at(JANUARY)
    return menu_town(site, lectures=4, departments=2)


def test_the_link_opens_the_list_and_a_look_changes_nothing(made):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())
    before = list(MenuEntry.objects.values())

    answer = client.get(page)

    assert "講座その0" in answer.text
    assert "講座その1" not in answer.text
    assert list(MenuEntry.objects.values()) == before
    assert Client().get(page).status_code == 404


def test_a_change_lands_in_next_years_draft_only(made):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")

    answer = client.post(
        f"{page}{entry.public_id}/",
        typed(
            entry,
            title="新しい名前",
            minutes="90分",
            body_text="■ 見出し\n・一つ\n・二つ\nことば",
            answer="changed",
        ),
    )

    entry.refresh_from_db()
    draft = draft_of(entry)
    assert answer.status_code == 302
    assert (entry.answer, entry.verdict) == (Answer.CHANGED, Verdict.WAITING)
    assert (draft.title, draft.minutes) == ("新しい名前", 90)
    assert [block.block_type for block in draft.body] == ["heading", "outline", "paragraph"]
    assert entry.continues.title == "講座その0"
    assert (
        LecturePage.objects.get(pk=made.pages[0].pk).latest_revision.content["title"] == "講座その0"
    )


def test_the_history_of_the_page_says_how_it_came(made, client):
    asked(made)
    key, page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")

    key.post(f"{page}{entry.public_id}/", typed(entry, title="新しい名前", answer="changed"))

    row = PageLogEntry.objects.get(action=answering.ACTION)
    assert row.data == {"way": "department", "department": "第1課", "answer": "changed"}
    assert "第1課" in row.message


def test_unchanged_words_are_no_change(made):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")

    client.post(f"{page}{entry.public_id}/", typed(entry, answer="changed"))

    entry.refresh_from_db()
    assert entry.answer == Answer.SAME


def test_stopping_needs_a_reason_and_what_was_typed_stays(made):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")

    refused = client.post(
        f"{page}{entry.public_id}/", typed(entry, title="", summary="途中まで", answer="stopped")
    )
    assert refused.status_code == 422
    assert "やめる理由を書いてください" in refused.text
    assert "途中まで" in refused.text

    client.post(f"{page}{entry.public_id}/", typed(entry, answer="stopped", reason="担当がいない"))
    entry.refresh_from_db()
    assert (entry.answer, entry.reason) == (Answer.STOPPED, "担当がいない")


@pytest.mark.parametrize("where", ["entry", "new"])
def test_another_language_keeps_what_was_typed(made, where):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")
    address = f"{page}{entry.public_id}/" if where == "entry" else f"{page}new/"
    answer = client.post(address, typed(entry, minutes="abc", words="途中まで", language="en"))

    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert ('value="abc"' in answer.text, "途中まで" in answer.text) == (True, True)
    entry.refresh_from_db()
    assert entry.answer == Answer.OPEN


def test_a_department_adds_a_lecture_with_the_next_number_once(made):
    asked(made)
    ask = MenuAsk.objects.first()
    client, page = with_key(ask)
    kind = made.pages[0].category
    form = {
        "title": "あたらしい講座", "category": kind.pk, "minutes": "45", "format": "in_person",
        "body_text": "ことば",
    }  # fmt: skip

    for _press in range(2):
        assert client.post(f"{page}new/", form).status_code == 302

    entry = MenuEntry.objects.get(answer=Answer.NEW)
    assert draft_of(entry).number == "4-01"
    assert not entry.page.live
    assert "あたらしい講座" in client.get(page).text


def test_the_second_of_two_people_is_told_and_loses_nothing(made):
    asked(made)
    first, page = with_key(MenuAsk.objects.first())
    second, _page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")
    mine, theirs = (
        typed(entry, title="一人目", answer="changed"),
        typed(entry, title="二人目", answer="changed"),
    )
    url = f"{page}{entry.public_id}/"

    assert first.post(url, mine).status_code == 302
    told = second.post(url, theirs)

    assert told.status_code == 422
    assert "ほかの人が先に変えました" in told.text
    assert "一人目" in told.text
    assert 'value="二人目"' in told.text
    entry.refresh_from_db()
    assert draft_of(entry).title == "一人目"

    fresh = MenuEntry.objects.select_related("page").get(pk=entry.pk)
    assert second.post(url, theirs | {"seen": seen_of(fresh)}).status_code == 302
    assert draft_of(MenuEntry.objects.get(pk=entry.pk)).title == "二人目"


def test_without_the_version_the_first_persons_words_would_be_lost(made, monkeypatch):
    asked(made)
    entry = entry_of("講座その0")
    seen = seen_of(entry)
    monkeypatch.setattr(answering, "seen_of", lambda _entry: seen)

    for title in ("一人目", "二人目"):
        answering.answer(
            entry_id=entry.pk, seen=seen, by=DEPARTMENT, at=JANUARY,
            said=Said("changed", facts={"title": title}),
        )  # fmt: skip

    assert draft_of(MenuEntry.objects.get(pk=entry.pk)).title == "二人目"


def test_an_edit_in_the_admin_is_not_overwritten_unseen(made):
    asked(made)
    entry = entry_of("講座その0")
    seen = seen_of(entry)
    page = draft_of(entry)
    page.summary = "編集者が直した"
    page.save_revision()

    with pytest.raises(Stale):
        answering.answer(
            entry_id=entry.pk, seen=seen, by=DEPARTMENT, at=JANUARY,
            said=Said("changed", facts={"summary": "課が直した"}),
        )  # fmt: skip


def test_the_same_press_twice_is_one_answer(made):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")
    form = typed(entry, title="新しい名前", answer="changed")

    for _press in range(2):
        assert client.post(f"{page}{entry.public_id}/", form).status_code == 302

    entry.refresh_from_db()
    assert entry.version == 2


def test_everything_answered_is_confirmed_once_to_the_mailbox(made):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())

    client.post(page, {"same": "all"})
    client.post(page, {"same": "all"})

    assert OutgoingEmail.objects.filter(kind="department_menu_recorded").count() == 1
    assert "すべて答えました" in client.get(page).text


def test_after_closing_a_department_changes_nothing(made):
    rollover = asked(made)
    deciding.close(rollover.pk, closed=True, at=JANUARY)
    entry = entry_of("講座その0")

    with pytest.raises(Refused):
        answering.answer(
            entry_id=entry.pk, seen=seen_of(entry), said=Said("same"), by=DEPARTMENT, at=JANUARY
        )
    client, page = with_key(MenuAsk.objects.first())
    assert "返事はしめ切りました" in client.get(page).text
