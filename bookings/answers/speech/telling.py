"""What is told beside a yes: who comes, when it begins, what it is about, how it came."""

from datetime import date
from itertools import pairwise

from bookings.answers import when
from bookings.answers.speech import kinds, lexicon
from bookings.answers.speech.clauses import LATER, Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.marks import Count, Person, Weekday, Wish
from bookings.answers.speech.words import Word


def coming(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """Who comes: 「講師は…が務めます」, 「…を派遣します」, 「講師：…」."""
    staff = (
        ("職員" in clause.lemmas and any(isinstance(mark, Count) for mark in clause.marks))
        or _is_myself(clause)
        or _sends_staff(clause)
    )
    if (
        not (clause.people or staff)
        or doubts_of(clause) - {"request"}
        or clause.has(kinds.OPEN)
        or clause.has(lexicon.STAND_IN)
        or _met(clause)
    ):
        return None
    words = _without_praise(clause.words)
    known = (
        lexicon.COME
        | lexicon.WORK
        | lexicon.CHAIN
        | lexicon.LINKS
        | lexicon.SELF
        | lexicon.SLOT
        | lexicon.ASK
        | _COMING
        | ours
    )
    if (
        not kinds.known(words, known)
        or clause.has(lexicon.TAKE - {"承る", "受ける"})
        or not kinds.is_our_section(words, ours)
    ):
        return None
    role = any(
        word.lemma
        in (
            "講師",
            "担当",
            "話",
            "説明",
            "派遣",
            "伺う",
            "参る",
            "行く",
            "読み手",
            "話し手",
            "語り手",
        )
        for word in words
    )
    acts = clause.has(lexicon.COME | (lexicon.WORK - {"願う", "致す", "為る", "決める", "決まる"}))
    if not (role or acts or _are_counted(clause)) or _asks_of(clause):
        return None
    return Said(Kind.COMES, clause, weak=acts and clause.has(_GOES) and _subject(clause))


_COMING = frozenset(
    "当てる 充てる 仰せつかる 名前 氏名 役 立てる 遣わす 進行 ナビゲーター 2 人 名 で 是非 責任 持つ 登壇 楽しい 予定 当該 今年 宜しく ・ せる 行かせる 出席 方 名 者 姓 為 引率 案内 役 呉れる 読み手 話し手 語り手 聞き手 =".split()
) - frozenset(("予定",))
_GOES = frozenset("伺う 参る 行く 訪問 出向く 派遣 出る 赴く".split())


_PRAISE = frozenset(
    "得意 詳しい 上手 明るい 元気 ベテラン 経験 豊富 慣れる 若手 頼れる 人気 好き 評判 長い".split()
)


def _without_praise(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """「地図づくりの得意な小川」 as 「小川」."""
    at = next((at for at, word in enumerate(words) if isinstance(word.mark, Person)), 0)
    start = max((n for n in range(at) if words[n].lemma in ("は", "、", "を", "が")), default=-1)
    if words[start].lemma == "が" and start >= 0:
        start = max((n for n in range(start) if words[n].lemma in ("は", "、")), default=-1)
    between = Clause(words[start + 1 : at])
    loaded = lexicon.LOADED | lexicon.STAND_IN | lexicon.LIMITS
    if not between.has(_PRAISE) or between.has(loaded - _PRAISE) or denies(between):
        return words
    return words[: start + 1] + words[at:]


def _are_counted(clause: Clause) -> bool:
    """「小川・村井の2名」."""
    counts = [mark.people for mark in clause.marks if isinstance(mark, Count)]
    return counts == [len(clause.people)]


def _met(clause: Clause) -> bool:
    """「山根とも話しました」: not who comes."""
    words = clause.words
    beside = any(
        isinstance(one.mark, Person)
        and two.lemma == "と"
        and not (isinstance(three.mark, Person) or three.lemma == "言う")
        for one, two, three in zip(words, words[1:], words[2:], strict=False)
    )
    past = any(word.lemma == "た" and word.kind == "助動詞" for word in words[-3:])
    return beside or (past and clause.has(_GOES | {"話す", "話", "説明"}))


def _is_myself(clause: Clause) -> bool:
    """「講師は私が務めます」: nobody is named."""
    pairs = zip(clause.words, clause.words[1:], strict=False)
    return "講師" in clause.lemmas and any(
        one.lemma in ("私", "小職", "自分") and two.lemma == "が" for one, two in pairs
    )


def _sends_staff(clause: Clause) -> bool:
    """「当課から職員が参ります」: somebody of the section comes, nobody is named."""
    pairs = zip(clause.words, clause.words[1:], strict=False)
    comes = any(one.lemma in ("職員", "講師") and two.lemma in ("が", "を") for one, two in pairs)
    early = clause.has(frozenset(("先", "前", "後", "別", "他")))
    return comes and clause.has(_GOES) and not clause.marks and not early


def _subject(clause: Clause) -> bool:
    """「田中が伺います」, 「田中を派遣します」."""
    words = clause.words
    return any(
        isinstance(one.mark, Person | Count) and two.lemma in ("が", "を", "で")
        for one, two in pairwise(words)
    )


def _asks_of(clause: Clause) -> bool:
    """「田中様にお願いします」 hands it over."""
    words = clause.words
    return any(
        isinstance(one.mark, Person)
        and two.lemma in ("に", "様", "へ", "より", "から", "まで")
        and not (
            two.lemma == "に" and three is not None and three.lemma in ("成る", "決まる", "決定")
        )
        for one, two, three in zip(words, words[1:], [*words[2:], None], strict=False)
    )


def slotting(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """The hour or the wish alone: 「開始は10時15分といたします」, 「12/19の午後ですね」."""
    if not any(isinstance(mark, kinds.EXACT) for mark in clause.marks) or doubts_of(clause) - {
        "request"
    }:
        return None
    words = clause.words
    if clause.people or not kinds.known(
        words,
        lexicon.SLOT
        | lexicon.LINKS
        | lexicon.TOPICS
        | lexicon.CHAIN
        | {"願う", "宜しく", "合わせる", "猶"}
        | ours,
    ):
        return None
    if "か" in clause.lemmas or kinds.is_partly(words, words[-1]):
        return None
    if any(word.lemma in ("たい", "まで") and word.mark is None for word in words):
        return None
    return Said(Kind.SLOT, clause)


def topical(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """What it is about, and no verb: 「ご依頼のありました件ですが」."""
    if (
        doubts_of(clause) - {"later"}
        or clause.has(kinds.OPEN)
        or (
            clause.marks
            and not all(
                isinstance(mark, date | Wish | when.Span | when.DayOnly | Weekday)
                for mark in clause.marks
            )
        )
    ):
        return None
    words = clause.words
    if clause.text.endswith(
        ("要望があります", "要望がございます", "相談があります", "お話があります")
    ):
        return None  # somebody has to hear it
    if not kinds.known(
        words,
        (lexicon.ASK | lexicon.SLOT | lexicon.OWN | lexicon.MANNER | lexicon.LINKS | ours)
        | {"様", "さん", "貴", "課", "館"},
    ):
        return None
    return (
        Said(Kind.TOPIC, clause)
        if kinds.is_our_section(words, ours) and not _is_mere_verb(clause)
        else None
    )


def _is_mere_verb(clause: Clause) -> bool:
    return clause.has(lexicon.TAKE - {"受ける"})


def decided(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """How it came: 「課内で検討しましたところ」, 「日程の調整がつきましたので」. Past, never still open."""
    if doubts_of(clause) - {"later"} or clause.people:
        return None
    if not clause.has(
        lexicon.DECIDING
        | {
            "空く",
            "都合",
            "調整",
            "予定",
            "日程",
            "問題",
            "支障",
            "人員",
            "体制",
            "手配",
            "差し支える",
            "異存",
            "対応",
            "職員",
            "講師",
            "伺う",
        }
    ) or _is_taken(clause):
        return None
    known = (
        lexicon.DECIDED
        | lexicon.LINKS
        | lexicon.ASK
        | lexicon.SLOT
        | lexicon.OWN
        | lexicon.MANNER
        | lexicon.UNITS
        | lexicon.TITLES
        | {
            "其の後",
            "後",
            "上司",
            "所属",
            "長",
            "内容",
            "直ぐ",
            "最も",
            "一番",
            "良い",
            "方",
            "係員",
            "課員",
            "確かめる",
            "確認",
            "聞く",
            "全て",
            "双方",
        }
        | {"申し上げる", "図書", "結果", "事", "御", "が", "長"}
        | ours
    )
    if not kinds.known(clause.words, known):
        return None
    if not _is_past(clause):
        goes_on = clause.has(lexicon.DECIDING) and _goes_on(clause)
        return Said(Kind.DECIDED, clause, weak=True) if goes_on else None
    return Said(Kind.DECIDED if clause.has(lexicon.DECIDING) else Kind.READY, clause)


def _is_taken(clause: Clause) -> bool:
    """「第1希望の日は予定がありましたので」: why not that one."""
    there = frozenset("有る 御座る 入る 重なる".split())
    return (
        bool(clause.marks) and clause.has(there) and "予定" in clause.lemmas and not denies(clause)
    )


def _goes_on(clause: Clause) -> bool:
    """「課内で話し合い」, 「協議のうえ」: settled only where the yes behind it is."""
    last = clause.words[-1]
    return last.lemma in ("上", "て") or (last.kind == "動詞" and last.form.startswith("連用形"))


def _is_past(clause: Clause) -> bool:
    """…ました, …結果; or a state that holds: 問題ありません, 空いております, 可能です."""
    lemmas = clause.lemmas
    if "結果" in lemmas:
        return True
    if any(word.lemma == "た" and word.kind == "助動詞" for word in clause.words[-4:]):
        return True
    if lemmas[-2:] == ["ます", "て"]:  # 「都合をつけまして」
        return True
    if clause.has(lexicon.DECIDING):
        return False
    return "・" in clause.gist or bool(
        {"可能", "空く", "大丈夫", "付く", "合う", "取れる", "整う", "良い", "良く"} & set(lemmas)
    )


_FREE = frozenset(
    "空く 可能 付く 合う 取れる 伺う 参る 出来る 対応 大丈夫 問題 揃う 居る 確保 行く 動く 出る 出す 都合 手配 派遣".split()
)
_BAD = frozenset("悪い 難しい 厳しい 困難 無理".split())
_OPEN = LATER - {"予定"}
_MEETS = frozenset(
    "予定 先約 用事 用務 重なる 被る ぶつかる 支障 差し支える".split()
)  # free where it is denied
_THEN = frozenset(("なら", "ならば", "たら", "ば", "と", "は", "でしたら"))
_IFS = _THEN - {"は", "と"}
_SINCE = ("ので", "から", "ため", "んで")


def free_then(clause: Clause) -> Said | None:
    """「24日の13時30分でしたら出張者と重なりませんので」: why this slot, and no yes by itself."""
    words, marks = clause.words, clause.marks
    exact = bool(marks) and all(isinstance(mark, (*kinds.EXACT, Weekday)) for mark in marks)
    if not exact or doubts_of(clause) - {"condition", "negation", "later"} or clause.has(_OPEN):
        return None
    if not clause.text.endswith(_SINCE) or not is_then(words) or clause.has(_WEIGHTY):
        return None
    denied = denies(clause)
    free = clause.has(_MEETS) if denied else clause.has(_FREE) and not clause.has(_BAD)
    return Said(Kind.READY, clause) if free else None


def is_then(words: tuple[Word, ...]) -> bool:
    """The condition stands right behind the day, the hour or the wish."""
    last = max(at for at, word in enumerate(words) if word.mark is not None)
    behind = [
        word
        for word, before in zip(words[last + 1 :], words[last:], strict=False)
        if (word.surface in _THEN and before.lemma in ("から", "より"))  # 「10時からなら」
        or word.lemma
        not in ("の", "日", "日程", "日時", "方", "だ", "です", "有る", "に", "で", "から", "より")
    ]
    if any(word.surface in _IFS and after.kind == "助詞" for word, after in pairwise(words)):
        return False  # 「2番であればでお願いします」: an if put into it
    ifs = [word for word in words if word.surface in _THEN - {"は", "と"}]
    return bool(behind) and behind[0].surface in _THEN and len(ifs) <= 1


_WEIGHTY = (
    lexicon.LOADED
    | lexicon.REFUSE
    | lexicon.TAKE
    | lexicon.LIMITS
    | lexicon.STAND_IN
    | lexicon.ELSEWHERE
) - frozenset(
    "可能 都合 予定 調整 問題 差し支え 手配 必要 会場 勤務 当番 到着 日程 日時 時間 希望 候補".split()
)
