"""What people say of their own side beside an answer: what they feel, did, hope; the season.

Any content may stand in it, but its predicate is of a listed class, and nothing in it is of the
many words that somebody would have to look at. Never: a figure, a day, a person, a condition, a
question, a denial, a request, what somebody else said.
"""

import re

from bookings.answers.speech import kindness, lexicon
from bookings.answers.speech.clauses import Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.marks import Length
from bookings.answers.speech.words import Word

# What one feels or praises; of any tense.
FEELS = frozenset(
    "久しい わくわく うきうき どきどき 嬉しい 楽しい 喜ぶ 喜び 楽しみ 感心 感服 感動 感激 感銘 懐かしい 励み 励む 励ます 勉強 人気 好評 評判 助かる 盛り上がる 心強い"
    " 有り難い 光栄 誇り 誇らしい 刺激 感謝 敬意 敬服 賑やか 賑わう 素敵 素晴らしい 見事 立派 熱心 温かい 暖かい 面白い 興味 興味深い 幸せ 名誉 笑顔 元気 和む"
    " 癒す 張り切る 頑張る 努める 励める 弾む 沸く 待ち遠しい 心待ち 久しぶり 久し振り 初めて 思い出 思い出す 縁 好き 大好き 憧れる 馴染み 親しみ 身近 得意 張り合い"
    " 遣り甲斐 やりがい やり甲斐 冥利 幸運 頼もしい 微笑ましい 清々しい 晴れやか 期待 力 支え 宝 財産 糧 刺激 学び 気付き 醍醐味 ファン 定番 名物 恒例 お馴染み 愛着 意気込む 意欲 気合い 楽しむ 親しむ 尊敬 応援 嬉々 満足 有意義 恐縮 光る 活気 活発 盛ん 盛大 魅力 魅力的 明るい 和やか 穏やか 朗らか 役立つ 繋がる 深まる 広がる 高まる 進む 生きる 向上 発展 成功 尊い 欠かせる".split()
) - frozenset("力 生きる 進む 光る".split())
# What is good only of these: よい経験になります, お話しできてよかったです.
_GOOD_THINGS = frozenset(
    "経験 勉強 知らせ 機会 刺激 思い出 学び 雰囲気 関係 縁 取り組み 御縁 ご縁 仕事 天気 季節 話".split()
)
_PRECIOUS = frozenset(
    "光栄 名誉 楽しい 貴重 大切 得難い 絶好 素晴らしい 有り難い 嬉しい 又と無い 良い".split()
)
# Idioms of two words: 頭が下がる, 目に浮かぶ, 身が引き締まる.
_IDIOMS = (
    "頭 下がる",
    "目 浮かぶ",
    "顔 浮かぶ",
    "気合い 入れる",
    "力 入れる",
    "身 引き締まる",
    "気 引き締まる",
    "胸 熱い",
    "胸 躍る",
    "心 躍る",
    "心 弾む",
    "腕 鳴る",
    "話 弾む",
    "花 咲く",
    "耳 する",
    "目 細める",
    "敬意 表する",
    "敬意 表す",
    "身 引き締まる",
    "足 向く",
    "決裁 下りる",
    "決裁 下る",
    "決裁 降りる",
    "決裁 済む",
    "決裁 得る",
    "決裁 貰う",
    "許可 出る",
    "許可 下りる",
    "許可 貰う",
    "許可 頂く",
    "許可 得る",
    "了解 取れる",
    "了解 得る",
    "了解 貰う",
    "了承 得る",
    "了承 貰う",
    "承認 下りる",
    "承認 得る",
    "準備 取り掛かる",
    "準備 始める",
    "準備 進める",
    "準備 入る",
    "練習 始める",
    "練習 励む",
)
# What the own side did or is doing: only in the past or as going on.
_DID = frozenset(
    "書き込む 書き入れる 書き留める 記入 記す 諮る 話す 話し合う 話し合い 伝える 回覧 掲示 報告 共有 知らせる 読む 拝見 拝読 見る 聞く 耳 住む 暮らす 通う 育つ 生まれる 働く 勤める 務める 出会う 会う 一緒 目 勉強 感じる 覚える 学ぶ 驚く 笑う 話題 相談 周知 連絡 押さえる 付ける 丸 練習 準備 見守る 研究 工夫 声 声掛け 盛り上がる 一段落 落ち着く 終える 過ごす 戻る 帰る".split()
) - frozenset("相談 連絡 終える 付ける 声 目 丸 耳 押さえる 準備".split())
SEASON = frozenset(
    "寒い 冷え込む 冷える 暗い 真っ暗 紅葉 色付く 色づく 晴れる 秋 冬 春 初冬 晩秋 季節 年末 師走 年の瀬 木枯らし 日和 時期 頃 陽気 夕暮れ 夕焼け 暮れる 慌ただしい 気忙しい 深まる 静か 賑やか 見頃".split()
)
# Which of the loaded words weigh nothing beside a feeling or in what was done.
_LIGHTER = frozenset(
    "先月 先週 決裁 許可 昨年 去年 前回 前年 年内 時期 期待 対象 題名 地図 新聞 早い 準備 承認".split()
) - frozenset("対象 題名".split())
# Bad news, things, places, other ways and times: whatever is said of them, a person reads it.
_HEAVY = frozenset(
    "感染 感染症 クレーム 定年 産休 育休 解散 出没 金 お金 金銭 歩く 周り 散策 散歩 巡る 回る 走る 登る 飛び出す 出掛ける 渋る 渋々 渋い 難色 首 傾げる 頭痛 抱える 寝込む 壊れる 故障 忘れる 間違える 勘違い 断念 諦める 止める 辞める 止まる 変える 替える 換える 変わる 移す 移る ずらす ずれる 延ばす 延びる 縮める 早まる 省く 削る"
    " 退職 転勤 休職 休む 休み 欠ける 欠く 怒る 文句 抗議 不平 迷う 悩む 迷惑 危ない 危険 怖い 辛い 嫌 嫌い 苦手 残念 悔しい 悲しい 泣く 倒れる 亡くなる 逝去 葬儀 事故 怪我 病気 熱 咳 インフル 流行る"
    " 濡れる 滑る 狭い 広い 遠い 近い 高い 安い 重い 大きい 小さい 汚れる 土足 靴 服 服装 着替え 水 飲み物 茶 菓子 食べる 飲む 配る 売る 買う 払う 円 無償 名札 受付 司会 撮る 録る 放送 記者 見学 同席 同行"
    " 連れる 伴う 犬 車椅子 介助 マット タオル 運動着 動く 筆記 用具 持ち物 持つ 持ち込む 配線 コード 充電 電気 照明 暖房 冷房 空調 換気 窓 トイレ 階段 エレベーター 階 段差 入口 入り口 出口 玄関 裏口 待ち合わせ"
    " 集まる 送る 郵便 便 バス 電車 自転車 徒歩 渋滞 混む 道路 工事 通行 間に合う 遅い 早目 早め 前日 翌日 後日 交換 返す 返却 至急 急ぐ 今度 何時か 他 外 以外 だけ のみ 但し 代わり 前後 以降 以前 迄 まで 土曜 日曜 平日 休日 祝日 夜 昼 正午 半 月曜 火曜 水曜 木曜 金曜 週 半日"
    " 会議室 集会所 公民館 体育館 ホール 庁舎 市役所 役所 本庁 センター 会館 研修室 部屋 席 座席 屋外 屋内 外 公園 画面 動画 映像 音 声 音楽 実技 実演 体験 実験 火 煙 器 消火 テント 訓練 演習 試食 調理 包丁 紙 紙芝居 本 絵本 カード グループ 班 組 一組"
    " 任せる 任す 引き継ぐ 回す 頼む 誘う 呼ぶ 招く 相手 団体 業者 県 国 市長 町長 警察 病院 医師 学生 実習 新人 研修生 ボランティア 見習い 家族 夫 妻 噂 らしい みたい そう よう 筈 積もり 予約 重なる 被る 塞がる 埋まる 詰まる 会議 議会 出張 不在 留守 多忙 忙しい 手一杯 訳".split()
) - frozenset("外 声 訓練 本 よう 道路 組 グループ 県 国 市長 町長 持つ 近い".split())
_SAYING = frozenset(
    "話す 話し合う 伝える 報告 知らせる 聞く 共有 周知 書き込む 記入 記す 書き入れる 話 耳 回覧 掲示".split()
)
_THOUGHT = frozenset(("思う", "考える", "願う", "祈る", "存じる", "感じる"))
_ENDING = frozenset(
    "為る 致す 申し上げる 御座る 有る 居る 成る 存じる 思う 考える 願う 祈る 感じる 頂く 次第 所 事 こと 物 もの 様子 よう 限り 一杯 所存 仕舞う 行く 来る 参る ばかり 許り 尽きる 多い 増す 持つ 瞬間 気持ち 思い 気 講座 団体 方 仲 間柄 人 時間 中 部分 上 御 毎日 日々 限り 此の頃 今日 頃 時 声 無い 表する 過ごす 一時 一番 何より 良い".split()
)


def ordinary(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    if any(not isinstance(mark, Length) for mark in clause.marks):
        return None  # a length is compared with ours
    if any(map(_is_figure, clause.words, [*clause.words[1:], None])):
        return None
    if _tries(clause, ours=ours):
        return Said(Kind.KIND, clause)
    if _UNFORGOTTEN.search(clause.text):
        light = frozenset(("忘れる",))
        return None if _weighs(clause, ours=ours, light=light) else Said(Kind.KIND, clause)
    if is_heavy(clause, ours=ours):
        return None
    if _makes_good(clause):
        return Said(Kind.KIND, clause)
    if not _is_plain(clause):
        return None
    if _feels(clause) or _did(clause) or _describes(clause) or _strives(clause):
        return Said(Kind.KIND, clause)
    return None


_STAFF = frozenset("職員 者 人 ベテラン 指導者 先生 スタッフ 担当者 メンバー 仲間".split())
_PRAISED = FEELS | frozenset(
    "上手 慣れる 詳しい 経験 豊富 優しい 気さく 頼れる 信頼 話し上手 長ける 達者 名人 売れっ子".split()
)
_STRIVING = frozenset(
    "精一杯 一生懸命 一所懸命 誠心誠意 全力 微力 不慣れ 心 真心 精 力 未熟 不束 若輩 責任".split()
)
_EFFORT = frozenset("つとめ 務める 努める 頑張る 励む 尽くす 取り組む 臨む 準備 尽力 為る".split())
_HUMBLE = frozenset("不慣れ 微力 未熟 若輩 不束 不束者 拙い".split())


_TRYING = _EFFORT | frozenset("工夫 努力 精進 心掛ける 心がける 準備 尽力".split()) - {"為る"}


def aims(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """「皆様に分かりやすくお伝えできるよう」, before 「努めてまいります」."""
    if clause.marks or not clause.text.endswith(("よう", "ように")):
        return None
    if denies(clause) or doubts_of(clause) & {"condition", "question"}:
        return None
    heavy = _weighs(clause, ours=ours, light=frozenset(("貰う",)))
    return None if heavy else Said(Kind.KIND, clause, weak=True)


def _tries(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「楽しんでもらえるよう頑張ります」: the own side does it."""
    contents = [word.lemma for word in clause.words if _carries(word)]
    if "よう" not in clause.lemmas or not contents or contents[-1] not in _TRYING:
        return False
    if denies(clause) or doubts_of(clause) & {"condition", "question"}:
        return False
    return not _weighs(clause, ours=ours, light=frozenset(("貰う",)))


_GOOD = frozenset("感じる 良い 楽しい 有意義 実り 役立つ 充実 素敵 和やか 笑顔 思い出".split())
_TIMES = frozenset("機会 時間 会 講座 一日 場 一時 講話 教室 話".split())


_HOPED = re.compile(
    r"(?:機会|時間|会|ひととき|講座|一日|場)に(?:なれば|できれば)と(?:思|存じ|考え)[いっ]?て?[いお]?り?ます$"
)


def _makes_good(clause: Clause) -> bool:
    """「よい機会にしたいと思います」."""
    lemmas = clause.lemmas
    if denies(clause) or "question" in doubts_of(clause):
        return False
    if _HOPED.search(clause.text):
        return True
    if not clause.has(_GOOD) or denies(clause) or doubts_of(clause) & {"condition", "question"}:
        return False
    wishes = [at for at, lemma in enumerate(lemmas) if lemma == "たい"]
    return (
        bool(wishes) and lemmas[wishes[0] - 2 : wishes[0]] == ["に", "為る"] and clause.has(_TIMES)
    )


def _describes(clause: Clause) -> bool:
    """「元気いっぱいの人なので」, 「子どもに人気の職員です」: praise of whoever comes."""
    contents = [word for word in clause.words if word.kind in ("名詞", "形状詞", "動詞", "形容詞")]
    ends = bool(contents) and contents[-1].lemma in _STAFF
    return ends and clause.has(_PRAISED) and "が" not in clause.lemmas[:-1]


def _strives(clause: Clause) -> bool:
    """「精一杯つとめさせていただきます」, 「微力ではございますが」."""
    contents = [word.lemma for word in clause.words if _carries(word)]
    if not contents:
        return False
    if contents[-1] in _HUMBLE:
        return True
    strives = clause.has(_STRIVING) or {"役", "よう"} <= set(clause.lemmas)
    return strives and contents[-1] in _EFFORT


def _is_figure(word: Word, after: Word | None) -> bool:
    """Not 「入庁三年目」, which counts nothing of ours."""
    of_years = after is not None and after.lemma in ("年", "年目", "周年", "年生", "代")
    return word.sort.startswith("数詞") and word.lemma not in ("1", "一") and not of_years


def _is_plain(clause: Clause) -> bool:
    """Nothing asked, denied, hung on a condition; of what is open only one's own hope."""
    found = doubts_of(clause)
    if kindness.hopes_for(clause) and not kindness.is_wish(clause):
        return False  # 「一度お会いして話せると嬉しいです」 asks for something
    if denies(clause) or any(word.form.startswith("意志推量") for word in clause.words):
        return False
    if "condition" in found and not _is_joyful_limit(clause):
        return False
    if "question" in found:
        return False
    if "request" in found and not _is_own_hope(clause):
        return False
    return "later" not in found or bool((_THOUGHT | {"予定", "決裁"}) & set(clause.lemmas))


def _is_joyful_limit(clause: Clause) -> bool:
    """「うれしい限りです」."""
    limits = {"限り"} & set(clause.lemmas)
    joyful = any(
        one.kind == "形容詞" and two.lemma == "限り"
        for one, two in zip(clause.words, clause.words[1:], strict=False)
    )
    others = "ば なら 場合 但し 条件 次第 前提 仮に のみ だけ 以外 たら".split()
    return bool(limits) and joyful and not clause.has(frozenset(others))


def _is_own_hope(clause: Clause) -> bool:
    """「…になることを願っております」, 「出向きたいと考えておりました」: nobody is asked."""
    lemmas = clause.lemmas
    if {"頂く", "下さる", "貰う", "欲しい"} & set(lemmas):
        return False
    if "願う" in lemmas[-4:]:
        return "を" in lemmas and "居る" in lemmas[-3:] and "御" not in lemmas[-5:]
    return bool({"考える", "思う"} & set(lemmas[-5:])) and lemmas[-1] == "た"


def is_heavy(clause: Clause, *, ours: frozenset[str]) -> bool:
    light = {"予定"} if "予定表" in clause.text else set()
    return _weighs(clause, ours=ours, light=frozenset(light))


LOAD = (
    (lexicon.LOADED - _LIGHTER)
    | lexicon.TAKE
    | lexicon.REFUSE
    | lexicon.STAND_IN
    | lexicon.LIMITS
    | _HEAVY
    | lexicon.ELSEWHERE
    | {"「", "『", "親子"}
) - {"限り", "電話", "受ける"}


def _weighs(clause: Clause, *, ours: frozenset[str], light: frozenset[str]) -> bool:
    heavy = LOAD - light - (ours - lexicon.LOADED - lexicon.TAKE)
    if any(word.lemma in heavy for word in clause.words):
        return True
    if "方" in clause.lemmas and "良い" in clause.lemmas:
        return True
    return "電話" in clause.lemmas and not _is_past(clause)


def _feels(clause: Clause) -> bool:
    """The last words that carry meaning feel, praise, or speak of the season."""
    contents = [word for word in clause.words if _carries(word)]
    last = [word.lemma for word in contents[-2:]]
    if not last:
        return False
    if _GRANTED.search(clause.text) or _HEARD.search(clause.text):
        return True
    if any(_holds(clause, row) for row in _IDIOMS) or _prepares(clause):
        return True
    if not kindness.is_awaited(clause):
        return False
    if last[-1] in FEELS | SEASON:
        return len(contents) > 1 or "ね" in clause.lemmas or last[-1] in FEELS
    if last[-1] in ("出向く", "伺う", "話す") and _is_own_hope(clause):
        return all(word.lemma in _OWN_HOPE for word in clause.words)
    if last[-1] in _GOOD_THINGS and clause.has(_PRECIOUS):
        return True
    if "良い" in clause.lemmas or "成る" in clause.lemmas:
        past = _is_past(clause) and "て" in clause.lemmas
        good = clause.has(_PRECIOUS) and last[-1] in _GOOD_THINGS
        return good or (past and "良い" in clause.lemmas[-4:])
    return False


_UNFORGOTTEN = re.compile(  # 「皆さまの笑い声が忘れられません」
    r"(?:笑顔|笑い声|熱心さ|光景|まなざし|眼差し|言葉|拍手|温かさ|様子|姿)(?:が|は)(?:今も|いまも|今でも)?(?:、)?忘れられ(?:ません|ない(?:です)?)$"
)
_HEARD = re.compile(  # of their zeal only
    r"(?:熱心|盛ん|活発|積極的|人気|好評|評判).{0,16}と(?:伺|うかが|聞)(?:って|いて)(?:い|おり)ます$"
)
_GRANTED = re.compile(
    r"^(?:\w{0,3}長|上司)?の?(?:決裁|許可|承認|了承|了解)[がも](?:無事)?(?:お|下|降)り(?:まし)?た$"
)
_PREPARING = frozenset(
    "置く 当日 に 向ける 向け て 準備 を 進める 整える 為る 致す 参る ます しっかり 万全 御 所存 です 居る と 、 此れ から 早速 の で 職員 一同 課 当 係 頂く せる".split()
)


def _prepares(clause: Clause) -> bool:
    """「当日に向けて準備を進めてまいります」, and no word of what."""
    return "準備" in clause.lemmas and all(word.lemma in _PREPARING for word in clause.words)


_OWN_HOPE = frozenset(
    "予て より から 一度 是非 以前 前 地域 皆 様 さん 方 所 の に へ で と も は 直接 現地 出向く 伺う 話す 御 為る たい 考える 思う て 居る ます た 、 何時か 私 共 達 ずっと".split()
)


def _holds(clause: Clause, row: str) -> bool:
    """「許可も出ました」; of what one was allowed only the past, at the end: not 「許可を得て」."""
    if not set(row.split()) <= set(clause.lemmas):
        return False
    if row.startswith(_ALLOWED):
        return clause.words[-1].lemma in ("た", "ます", "です", "ね") and _is_past(clause)
    return True


_ALLOWED = ("決裁", "許可", "了解", "了承", "承認", "準備", "練習")


def _carries(word: Word) -> bool:
    return (
        word.kind in ("名詞", "動詞", "形容詞", "形状詞", "副詞", "感動詞")
        and word.lemma not in _ENDING
    )


def _did(clause: Clause) -> bool:
    """「予定表に書き込みました」; not 「…と伝えました」, 「…よう話しています」."""
    contents = [word for word in clause.words if _carries(word)]
    if not contents or contents[-1].lemma not in _DID:
        return False
    if not any(word.lemma == "た" and word.kind == "助動詞" for word in clause.words[-3:]):
        return False  # 「課長に諮っております」: still open
    at = clause.words.index(contents[-1])
    says = contents[-1].lemma in _SAYING
    if says and _OTHER_UNIT.search(clause.text):
        return False  # 「健康課に伝えました」
    return not (
        says and any(one.surface in ("と", "よう", "旨", "か", "って") for one in clause.words[:at])
    )


_OTHER_UNIT = re.compile(r"[一-龯](?<![当本我弊同各])(?:課|室|署|センター|協会?|会|館)に(?!て)")


def _is_past(clause: Clause) -> bool:
    """…ました, …ています."""
    return any(
        (word.lemma == "た" and word.kind == "助動詞") or word.lemma in ("居る", "おる")
        for word in clause.words[-4:]
    )
