"""Courtesy by words: thanks, joy, seasons, who writes, a report. Any content may stand in it that
nobody would have to act on.

Never courtesy: a request for something, a figure or a day, a condition, a question, a denial, a
word that changes the ask.
"""

import re

from bookings.answers.speech import lexicon
from bookings.answers.speech.clauses import Clause, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.words import Word

_WISHING = frozenset(
    "楽しい 和やか 面白い 楽しむ 楽しみ 実り 感じる 触れ合う 過ごす 広がる 学ぶ 喜ぶ 喜び 笑顔 有意義 役立つ 一助 充実 素敵 素晴らしい 深まる 役 きっかけ 思い出 手伝い 手伝う 貢献 助け 参考".split()
)
_DOOR = frozenset("何 不明 質問 用 用命 気付く 点 何か 困る 有る 御座る".split())
_DOOR_WORDS = frozenset(
    "、 何 か 不明 質問 用 点 気付く 御 疑問 等 など が は も の に で を まで へ ば たら 有る 御座る ます です た だ 場合 時 際 いつ 何時 遠慮 無い ず 気軽 連絡 問い合わせ 問い合わせる 申し付ける 知らせる 知る せる 声 掛ける 尋ねる 下さる 願う 頂く 致す 為る 申し上げる 幸い 下記 上記 此方 当課 当 課 館 係 担当 者 私 宛 宛て どうぞ 何とぞ 宜しく"
    " 又 猶 若し 其の 他 ほか 事 所 点 困り 御用 ・ と 存じる 思う お ませ 一報 迄 御座い 連絡先".split()
)
_INTRODUCED = frozenset("申す です だ 御座る と で の が は 、 ます 私".split())


def courteous(clause: Clause, *, ours: frozenset[str], opens: bool) -> Said | None:
    """`opens`: another clause of the sentence follows, so it may lead up to it only."""
    if is_open_door(clause, ours=ours) or _is_late(clause):
        return Said(Kind.KIND, clause)
    found = doubts_of(clause)
    if _takes_leave(clause):
        return Said(Kind.KIND, clause)
    if opens and is_on_the_way(clause):
        return Said(Kind.KIND, clause, weak=True)
    if _asks_how_you_are(clause):
        return Said(Kind.KIND, clause)
    if any(word.form.startswith("意志推量") for word in clause.words):
        return None
    if hopes_for(clause) and not is_wish(clause):
        return None
    if found & {"condition", "question"} and not is_wish(clause):
        return None
    if "negation" in found and not _of_health(clause):
        return None
    if _of_health(clause) and clause.text.endswith(("よう", "ように")) and _is_harmless(clause):
        return Said(Kind.KIND, clause)
    if any(mark for mark in clause.marks):
        return None
    if "request" in found:
        return Said(Kind.KIND, clause) if _is_harmless(clause) else None
    if clause.has(lexicon.ELSEWHERE - ours):
        return None
    if clause.has(lexicon.LOADED - lexicon.HARMLESS - ours - _softened(clause)) or _has_figures(
        clause
    ):
        return None
    return _headed(clause, found=found, opens=opens)


def _takes_leave(clause: Clause) -> bool:
    """「これだけで失礼します」, 「乱文にて失礼いたします」."""
    contents = [word.lemma for word in clause.words if _has_meaning(word)]
    return (
        contents[-1:] == ["失礼"]
        and not clause.marks
        and doubts_of(clause) <= {"condition"}
        and all(word.lemma in _LEAVING for word in clause.words)
    )


_LEAVING = frozenset(
    "此れ だけ のみ で にて 簡単 短い 短文 乱文 乱筆 メール 書面 書中 電話 出先 移動 中 から より 携帯 スマホ スマートフォン ながら 乍ら 略儀 取り急ぎ 用件 要件 返信 返事 回答 連絡 以上 先ず は の を に て も 、 で 失礼 為る 致す ます です せる 頂く お 御 文 走り書き 今日 本日 此処 それ 其れ 其れでは 夜分 早朝 突然 急 です が".split()
)
_AWAY = frozenset("訪問 移動 外出 出先 現場 電車 会議 出張 窓口 巡回 休憩 外".split())


def is_on_the_way(clause: Clause) -> bool:
    """「いま訪問中なので」, before 「これだけで失礼します」."""
    return (
        clause.has(_AWAY)
        and not clause.marks
        and not doubts_of(clause)
        and all(word.lemma in _AWAY | _WHILE for word in clause.words)
    )


_WHILE = frozenset(
    "いま 今 只今 現在 中 だ です な ので の で 為 に 付き から より ため 、 居る て ます おる は 先 御 が".split()
)


def hopes_for(clause: Clause) -> bool:
    """「…うかがえるとありがたいです」: a request, however thankful."""
    hoped = clause.has(frozenset("有り難い 幸い 幸甚 嬉しい 助かる 光栄".split()))
    return hoped and any(
        word.form.startswith("仮定形") or (word.sort == "接続助詞" and word.lemma in ("と", "ば"))
        for word in clause.words
    )


def _headed(clause: Clause, *, found: set[str], opens: bool) -> Said | None:
    if clause.has(lexicon.RECEIVED) and _says_received(clause):
        return Said(Kind.RECEIVED, clause)
    if "later" in found and not (
        is_wish(clause)
        or clause.has(lexicon.THANKS)
        or _is_report(clause)
        or (opens and _is_favour(clause))
    ):
        return None
    if not is_awaited(clause):
        return None
    if _ends_with(clause, lexicon.THANKS) or _is_report(clause) or is_wish(clause):
        return Said(Kind.KIND, clause)
    if opens and not _promises(clause):
        return Said(Kind.KIND, clause, weak=True)
    return None


def _promises(clause: Clause) -> bool:
    """「…しますので」, 「…できますが」: it tells something."""
    if _SHOWS.search(clause.text):
        return False
    last = Clause(clause.words[-5:])
    telling = (lexicon.COME | lexicon.WORK | lexicon.TAKE | _TELLING) - {
        "願う",
        "出る",
        "話",
        "受ける",
        "協力",
    }
    return last.has(telling) and not clause.has(lexicon.THANKS | {"頂く", "賜る", "下さる"})


_SHOWS = re.compile(r"が(?:よく)?(?:うかが|窺|伺)え(?:て|、|$)")  # 「関心の高さがうかがえ」
_TELLING = frozenset("出来る 可能 持つ 使う 始める 終わる 集まる 入る 待つ 作る 見る 貰う".split())


def _softened(clause: Clause) -> frozenset[str]:
    """Words that weigh nothing in thanks for the ask: ご依頼の時間, ご相談, ご確認."""
    if clause.has(lexicon.THANKS | _FAVOURS) and not clause.has(
        frozenset(("用意", "送付", "手配"))
    ):
        return frozenset(
            "昨年 去年 前回 日程 時間 相談 希望 電話 確認 期待 体調 時期 別 連絡 検討 協議 調整 インフルエンザ 雪 風邪 次回 初めて 厳しい 慌ただしい 早い 短い 長い 不足 足りる 不安 心配 都合 来年 予定".split()
        )
    if is_wish(clause):
        return frozenset(("手伝い",))
    return frozenset(("厳しい",))


_FAVOURS = frozenset(("頂く", "下さる", "賜る"))


def _is_favour(clause: Clause) -> bool:
    """「日程の調整をしていただき」: what somebody has done, before thanks for it."""
    verbs = [word for word in clause.words if word.kind == "動詞"]
    return (
        bool(verbs)
        and verbs[-1].lemma in _FAVOURS
        and verbs[-1].form.startswith("連用形")
        and "request" not in doubts_of(clause)
    )


def _has_figures(clause: Clause) -> bool:
    return any(
        word.sort.startswith("数詞") and word.lemma not in ("1", "何") for word in clause.words
    )


def _is_harmless(clause: Clause) -> bool:
    """「よろしくお願いします」: a request of closed words only."""
    return all(word.lemma in lexicon.HARMLESS or word.kind == "補助記号" for word in clause.words)


_LATE = frozenset(
    "と 間際 締め切り 締切 締切り 期限 直前 ぎりぎり 当日 本日 すみません 済みません すいません 成る 頂戴 此れ 待つ せる 仕舞う 遅い 成る 遅れる 返信 返事 回答 返答 連絡 返信 大変 誠 御 申し訳 見落とす メール 居る て 、 で が ので 詫びる 詫び 申し上げる 致す 為る ます です た に を の は 無い 有る ず 御座る 済む 失礼 すみません こと 事 存じる 長い 大分 長らく 、 ・ 申し訳無い".split()
)


def _is_late(clause: Clause) -> bool:
    """「お返事が遅くなり申し訳ありません」, 「お待たせしました」."""
    if re.search(r"遅れます(?:が|ので|$)", clause.text):
        return False  # of the day itself
    only = all(word.lemma in _LATE for word in clause.words)
    if only and (clause.lemmas[:3] == ["御", "待つ", "せる"] or "遅い" in clause.lemmas):
        return True
    return (
        clause.has(frozenset("待つ 遅い 遅れる 見落とす 間際 直前 ぎりぎり".split()))
        and clause.has(
            frozenset("申し訳 失礼 詫びる 詫び 済む すみません 済みません すいません".split())
        )
        and all(word.lemma in _LATE for word in clause.words)
    )


def is_open_door(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「ご不明な点がございましたらご連絡ください」: asks for nothing now."""
    lemmas = set(clause.lemmas)
    return (
        bool(lemmas & {"不明", "質問", "何", "用", "疑問"})
        and (bool(lemmas & {"た", "場合", "際", "時", "ば"}) or {"点", "は"} <= lemmas)
        and bool(
            lemmas
            & {
                "連絡",
                "問い合わせ",
                "問い合わせる",
                "申し付ける",
                "知る",
                "知らせる",
                "声",
                "尋ねる",
                "一報",
            }
        )
        and lemmas <= _DOOR_WORDS | ours
    )


def _asks_how_you_are(clause: Clause) -> bool:
    """「いかがお過ごしでしょうか」, 「お変わりありませんか」; not 「変わるかもしれません」."""
    lemmas = set(clause.lemmas)
    asks = {"如何", "過ごす"} <= lemmas or ({"元気", "変わり"} & lemmas and "御" in lemmas)
    return (
        bool(asks)
        and all(word.lemma not in lexicon.LOADED - frozenset(("厳しい",)) for word in clause.words)
        and doubts_of(clause) <= {"question", "negation", "later"}
        and not clause.marks
        and "かも" not in clause.text
    )


def _of_health(clause: Clause) -> bool:
    """「風邪など召されませんよう」, 「お変わりなく」."""
    return bool({"風邪", "崩す", "召す", "変わる", "変わり", "不順", "拘わる"} & set(clause.lemmas))


def is_wish(clause: Clause) -> bool:
    """「楽しい時間になればと思います」, 「お役に立てれば幸いです」."""
    last = {word.lemma for word in clause.words[-4:]}
    return (
        clause.has(_WISHING)
        and bool(last & {"思う", "存じる", "幸い", "願う", "祈る", "念じる", "嬉しい", "幸甚"})
        and not clause.has(frozenset(("頂く", "貰う", "下さる", "たい")))
    )


def _says_received(clause: Clause) -> bool:
    """Past, or 承知しております, and nothing else behind it."""
    at = max(at for at, word in enumerate(clause.words) if word.lemma in lexicon.RECEIVED)
    if not all(word.lemma in _RECEIVING for word in clause.words[at + 1 :]):
        return False
    return any(word.lemma in ("た", "居る") for word in clause.words[-3:]) and not clause.has(
        frozenset("引き受ける 承諾 辞退".split())
    )


_RECEIVING = frozenset(
    "為る 致す ます た て 居る です 頂く 申し上げる が で の 、 ので せる さ ! よ 有り難い 御座る".split()
)


def _is_report(clause: Clause) -> bool:
    """「取り急ぎご回答まで」, 「以上、ご連絡いたします」."""
    known = (
        lexicon.REPORT
        | lexicon.LINKS
        | lexicon.ASK
        | lexicon.MANNER
        | lexicon.CHAIN
        | frozenset(
            "略儀 乍ら 初めて 差し上げる ながら メール 書面 まで 旁 旁々 かたがた 方々 簡単 短い 短文 遅い 遅れる 急ぐ 取り敢えず 文 文書 用件 のみ 上 紙面 返信 書 添え".split()
        )
    )
    return (
        clause.has(lexicon.REPORT)
        and all(word.lemma in known for word in clause.words)
        and not clause.has(lexicon.TAKE - {"受ける"})
    )


def _ends_with(clause: Clause, group: frozenset[str]) -> bool:
    """Whether the last words that carry meaning are of the group."""
    contents = [word for word in clause.words if _has_meaning(word)]
    if contents and contents[-1].lemma in _LIGHT:
        return any(word.lemma in group for word in contents[-3:])
    return bool(contents) and contents[-1].lemma in group


_LIGHT = frozenset(
    "願う 待つ 一同 尽きる 限り 覚える 続く 迎える 参る 下さる 行く 来る 増す 至る 様 皆 多い 大切 気 体 付ける 祈る 祈り 念じる よう 致す 様子 極み 折 今日 此の頃 頃".split()
)


def _has_meaning(word: Word) -> bool:
    return (
        word.kind in ("名詞", "動詞", "形容詞", "形状詞", "感動詞", "副詞")
        and word.lemma not in _EMPTY
    )


_EMPTY = frozenset(
    "為る 致す 申し上げる 御座る 有る 居る 成る 存じる 思う 頂く 次第 所 事 こと 物 誠 大変 厚い 深い 心".split()
)


_AWAITED = frozenset("楽しみ 楽しい 心待ち 待ち遠しい".split())
_MEETING = frozenset(
    "会う 話す 伺う 参る 過ごす 聞く 行く 出会う 逢う 目 掛かる 御目 お目 過ごせる 見る 触れ合う 出来る 為る 頂く 御座る 成る 居る 出来 有る".split()
)


def is_awaited(clause: Clause) -> bool:
    """「お会いするのを楽しみに」; of anything else that is to be done, nobody knows what it asks."""
    if not clause.has(_AWAITED):
        return True
    doing = any(
        one.kind in ("動詞", "助動詞") and two.lemma in ("の", "こと", "事")
        for one, two in zip(clause.words, clause.words[1:], strict=False)
    )
    verbs = {word.lemma for word in clause.words if word.kind == "動詞"}
    return not doing or verbs <= _MEETING | _TOGETHER


_JOINED = re.compile(  # 「10月に防災課へ異動してまいりました岩瀬と申します」
    r"^(?:(?:この春|この秋|今年度|本年度|今年|先月|今月|\d{1,2}月)(?:から|に|より|付けで)?)?、?.{0,10}(?:課|係|室|館|署|部|局|職場|こちら|市役所)(?:に|へ)(?:異動|着任|配属|転入|入庁|赴任|参り|まいり|来|入り)(?:して|と?なり)?(?:まいり|き|参り)?(?:まし)?た(?:、?(?:新人|新任|新米|職員)の\S{1,6}(?:と申します|です)|、?\S{1,6}と申します|ばかりの\S{1,6}です)?$"
)
_OF_OTHERS = re.compile(
    r"隣の|他の?課|別の課|(?:担当|所管|管轄|講座|仕事|業務|役目)(?:です|でございます)$"
)
_TOGETHER = frozenset("学ぶ 考える 語る 語り合う 動かす 読む 触れる 深める 体験".split())


def introduces(clause: Clause) -> bool:
    """「防災課の田代です」: a section or a person, and です."""
    if _JOINED.match(clause.text):
        return True
    words = clause.words
    if any(limit in clause.text for limit in ("以外", "のみ", "だけ", "限り")):
        return False  # even where it breaks a word in two
    if not clause.people and _OF_OTHERS.search(clause.text):
        return False
    if clause.marks and not clause.people:
        return False
    rest = [word for word in words if word.mark is None and word.lemma not in _INTRODUCED]
    if (
        words[-1].lemma not in ("です", "ます", "だ", "が")
        or clause.has(lexicon.LOADED)
        or doubts_of(clause)
    ):
        return False
    named = bool(clause.people) or any(word.surface in lexicon.UNITS for word in rest)
    nouns = all(
        word.kind in ("名詞", "接尾辞", "接頭辞", "記号") or word.lemma in _INTRODUCED | {"・"}
        for word in rest
    )
    return (
        named
        and nouns
        and not clause.has(frozenset(("講師", "会", "場")))
        and _tells_writer(clause)
    )


def _tells_writer(clause: Clause) -> bool:
    lemmas = clause.lemmas
    return "は" not in lemmas or "私" in lemmas
