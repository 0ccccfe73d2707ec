"""The office's own wording: plain substitution, checked before it is kept, never a lost mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.mailtexts import Rules, Unfillable, fill, names_in, problems
from bookings.mailtexts.checking import nearest

RULES = Rules(
    known=("受付番号", "答え方", "ことば", "団体"),
    required=("受付番号", "答え方"),
    several_lines=frozenset({"答え方"}),
    most_lines=5,
    longest={"受付番号": "R8-0001", "答え方": "承諾\n辞退", "ことば": "はい", "団体": "自治会"},
)


def values(**given: str):
    return {
        "受付番号": "R8-0123",
        "答え方": "承諾\n辞退",
        "ことば": "",
        "団体": "自治会",
        **given,
    }.__getitem__


def sentences(subject: str = "依頼 {受付番号}", text: str = "{受付番号}\n{答え方}") -> list[str]:
    return [problem.sentence for problem in problems(subject, text, rules=RULES)]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("番号は{受付番号}です", "番号はR8-0123です"),
        ("番号は｛受付番号｝です", "番号はR8-0123です"),
        ("番号は{ 受付番号 }です", "番号はR8-0123です"),
        ("前\n{答え方}\n後", "前\n承諾\n辞退\n後"),
        ("前\n■ ことば：{ことば}\n後", "前\n後"),
        ("前\nReason: {ことば}\n後", "前\n後"),
        ("前\n（{ことば}）\n後", "前\n後"),
        ("前\n\n{ことば}\n\n後", "前\n\n後"),
        ("{ことば}\n後", "後"),
        ("早めにお願いします{ことば}", "早めにお願いします"),
        ("■ 団体：{団体}　{ことば}", "■ 団体：自治会"),
        ("　字下げ\n\n\n間", "　字下げ\n\n\n間"),
    ],
)
def test_values_take_the_place_of_their_names_and_empty_lines_go(text, becomes):
    assert fill(text, values()) == becomes


def test_a_sentence_stays_when_its_variable_is_empty():
    assert (
        fill("電話でも受け付けます：{ことば}いつでもどうぞ", values())
        == "電話でも受け付けます：いつでもどうぞ"
    )


def test_what_a_group_typed_is_never_read_as_a_variable():
    filled = fill("{団体}", values(団体="{受付番号}{{ settings.SECRET_KEY }}{% now %}"))

    assert filled == "{受付番号}{{ settings.SECRET_KEY }}{% now %}"


def test_an_unknown_name_is_not_passed_over():
    with pytest.raises(Unfillable):
        fill("{受付場号}", values())


@given(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("{}｛｝：\n"), max_size=80)
)
def test_any_text_is_filled_or_refused(text):
    try:
        filled = fill(text, lambda name: f"<{name}>")
    except Unfillable:
        pytest.fail("every name is known here")
    assert all(f"<{name}>" in filled for name in names_in(text))


def test_a_good_text_has_no_fault():
    assert sentences() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": ""}, "件名を入れてください。"),
        ({"subject": "{受付番号}\nBcc: a@b.example"}, "件名は1行にしてください。"),
        ({"subject": "あ" * 121}, "件名は120字までにしてください（いまは121字です）。"),
        ({"subject": "{答え方}"}, "{答え方}は何行にもなるので、件名には使えません。"),
        ({"text": " \n"}, "本文を入れてください。"),
        (
            {"text": "{受付番号}\n{答え万}\n{答え方}"},
            "{答え万}という差し込みはありません。{答え方}のことですか。",
        ),
        (
            {"text": "{受付番号}\n{xyz}\n{答え方}"},
            "{xyz}という差し込みはありません。下の一覧からえらんでください。",
        ),
        ({"text": "{受付番号}"}, "{答え方}を入れてください。これがないと、受け取った人が困ります。"),
        (
            {"text": "{受付番号}\n{答え方"},
            "2行目の「{」と「}」が合っていません。「{受付番号}」のように、名前の前と後ろに一つずつ入れてください。",
        ),
        (
            {"text": "{受付番号}\n{答え方}\n\n\n長い"},
            "差し込みがいちばん長いとき、6行になります。5行までになるように、短くしてください。",
        ),
        ({"text": "{{ settings.SECRET_KEY }}{受付番号}{答え方}"}, "1行目の「{」と「}」が合っていません。「{受付番号}」のように、名前の前と後ろに一つずつ入れてください。"),
    ],
)  # fmt: skip
def test_each_fault_has_its_sentence(change, sentence):
    assert sentence in sentences(**change)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("会所", "会場"), ("受付番", "受付番号"), ("講座名", "講座"), ("link", ""), ("", "")],
)
def test_the_name_that_was_probably_meant(typed, meant):
    known = ("受付番号", "会場の住所", "会場", "講座番号", "講座")

    assert nearest(typed, known) == meant


def test_the_number_in_the_subject_is_enough():
    assert sentences(subject="{受付番号}", text="{答え方}") == []
