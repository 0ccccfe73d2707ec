"""Free speech, read word by word: conjugation, politeness and unseen courtesy change nothing."""

import threading

import pytest

from bookings.answers.folding import plain, spoken
from bookings.answers.speech import facts, lexicon
from bookings.answers.speech.clauses import clauses_of, doubts_of
from bookings.answers.speech.marks import Person, marked
from bookings.answers.speech.persons import with_people
from bookings.answers.speech.words import words_of
from tests.bookings.test_answers_phrases import ASKS, PERSON, STANDARD, told
from tests.corpus.phrases.spoken import HIDDEN, SPOKEN


def clauses(text):
    return clauses_of(marked(spoken(plain(text)), context=STANDARD))


def doubts(text):
    return set().union(*(doubts_of(clause) for clause in clauses(text)))


def people(text):
    words = with_people(marked(spoken(plain(text)), context=STANDARD), ours=frozenset())
    return [word.mark.name for word in words if isinstance(word.mark, Person)]


@pytest.mark.parametrize(("ask", "meaning", "text"), SPOKEN)
def test_a_letter_in_free_speech_is_understood(ask, meaning, text):
    assert told(text, ask=ASKS[ask]) == meaning


@pytest.mark.parametrize("text", HIDDEN)
def test_what_hides_something_waits_for_a_person(text):
    assert told(text) == PERSON


@pytest.mark.parametrize(
    "spelling",
    ["お引き受けいたします", "お引受け致します", "御引受けします", "お引きうけいたします"],
)
def test_all_spellings_of_a_verb_have_one_lemma(spelling):
    assert "引き受ける" in [word.lemma for word in words_of(spelling)]


@pytest.mark.parametrize(
    "harmless",
    [
        "緑町のみなさまに感謝します",
        "少なからず",
        "申し訳ございません",
        "問題ありません",
        "必ずまいります",
    ],
)
def test_no_word_is_doubted_for_its_letters(harmless):
    assert doubts(harmless) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("承諾しないわけではありません", "negation"),
        ("人数が少なければ伺います", "condition"),
        ("午前のみ承諾します", "condition"),
        ("駐車場はありますでしょうか", "question"),
        ("課内で検討いたします", "later"),
        ("資料をお送りいただけますと幸いです", "request"),
    ],
)
def test_a_doubt_is_found_in_any_conjugation(text, code):
    assert code in doubts(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("講師は私、谷口が務めます", ["谷口"]),
        ("お話をするのは公園緑地係の技師、早川でございます", ["早川"]),
        ("当課の平井と須藤の2名で伺います", ["平井", "須藤"]),
        ("講師には健康運動指導士の木下みどりを派遣いたします", ["木下みどり"]),
        ("講師は髙栁が務めます", ["髙栁"]),
        ("講師は未定です", []),
    ],
)
def test_people_are_found_with_their_posts(text, names):
    assert people(text) == names


def test_a_fact_of_ours_is_harmless_and_another_is_a_doubt():
    for line, right in (("2 会場 桜が丘公民館", True), ("2 会場 市民会館", False), ("承諾", None)):
        assert facts.repeats(facts.tidied(line), sent_text=STANDARD.sent_text) is right


def test_each_thread_cuts_words_by_itself():
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(len(words_of("承諾いたします"))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [3, 3, 3, 3]


def test_no_loaded_word_takes_the_ask():
    assert not lexicon.LOADED & lexicon.TOPICS - {"確認", "相談"}
