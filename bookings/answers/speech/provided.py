"""What the own side brings, prepares or already knows beside a yes: it asks nobody for anything.

「道具はこちらから持って行きます」, 「日時・場所とも依頼書のとおりで問題ありません」, 「春にもお邪魔しました」.
Never: a figure, a person, another section, a word that changes the ask, an honorific for what others do.
"""

import re

from bookings.answers.speech import asides, beside_words, kinds, lexicon, ordinary
from bookings.answers.speech.clauses import Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.lexicon import group

_THINGS = group(
    "資料 機材 教材 道具 用具 備品 機器 材料 荷物 プロジェクター スクリーン パソコン PC マイク スピーカー DVD ビデオ スライド データ 散らし ポスター 地図 図面 マット タオル カード 紙芝居 絵本 本"
    " 紙 クイズ 模型 パネル 器 画面 映像 動画 ボール テキスト レジュメ 冊子 パンフレット リーフレット シール 写真 グループ 紹介 実演 実物 サンプル 実験"
)
_PROVIDING = group("持参 用意 準備 印刷 配布 配る 作成 作る 揃える 整える 選ぶ 持つ")
_CARRYING = group("行く 参る 来る 伺う 持参 置く 居る 為る 致す 進める 頂く")
_OTHERS = group(
    "県 国 隣 隣町 手伝う 問診 流す 各自 皆 団体 自治 会長 参加者 受講者 受講 先方 相手 代表 其方 そちら 貴 主催 施設 会場 館長 者 業者 他 別 有償 有料 実費 負担 必ず 至急 案 代案 対案 別案"
)
_OWN = group(
    "此方 当課 当方 当館 課 館 係 所 室 署 署員 職員 講師 私 達 共 スタッフ 図書 担当 司書 保健 師 士 内 うち 当日"
)
_SAID_OF_ASK = group(
    "当日 担当 講師 職員 用具 道具 内容 皆 人 方 使う 必要 全て 向け 大きい 小さい 紙 子供"
)
FOR_EACH = re.compile(r"人数分|(?:皆さん?|皆様|皆さま)の分|参加者分|全員分")
_AT_END = group("ね よ 、 ! が")
_HONOURS = re.compile(
    r"お(?:持ち|配り)に|ご(?:用意|準備|持参)(?:に|いただ|を?お願い|くださ|の)|お持ちです"
)


def provided(clause: Clause, *, ours: frozenset[str]) -> Said | None:
    """A clause of the own side's; None: somebody else may have to do something."""
    text = clause.text
    if _AGREED.fullmatch(text) or _NEEDS_NOTHING.fullmatch(text):
        return Said(Kind.RECEIVED, clause)
    if clause.people or _is_open(clause):
        return None
    if _ARRIVES.fullmatch(text):
        return Said(Kind.ASIDE, clause)
    if clause.marks:
        return None
    if _met_before(clause, ours=ours):
        return Said(Kind.KIND, clause)
    if _speaks(clause, ours=ours) or _brings(clause, ours=ours):
        return Said(Kind.ASIDE, clause)
    return None


def _is_open(clause: Clause) -> bool:
    found = doubts_of(clause) - {"later"}
    planned = {"予定", "思う", "考える"} & set(clause.lemmas)
    return bool(found) or denies(clause) or ("later" in doubts_of(clause) and not planned)


def _brings(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「資料はこちらで人数分印刷して持参します」."""
    text = FOR_EACH.sub("", clause.text)
    lemmas = [word.lemma for word in clause.words]
    verbs = [word.lemma for word in clause.words if word.lemma in _PROVIDING]
    if not verbs or _HONOURS.search(text) or not _ends_as_own(clause):
        return False
    if "持つ" in verbs[-1:] and not _is_carried(lemmas):
        return False
    counted = any(word.sort.startswith("数詞") for word in clause.words)
    others = {"人数", "皆", "参加者", "分"} if text != clause.text else set()
    loads = ordinary.LOAD | asides.WEIGHTY
    light = _THINGS | _PROVIDING | _SAID_OF_ASK | _CARRYING | {"予定", "置く"} | others
    heavy = ((loads | _OTHERS) - light) | beside_words.DANGERS
    if counted or clause.has(heavy) or (clause.has(_OTHERS - others - _OWN)):
        return False
    return kinds.is_our_section(clause.words, ours) and _is_own_subject(clause)


def _is_carried(lemmas: list[str]) -> bool:
    """持って行く, 持って参る, お持ちします; not 「お持ちの方」."""
    at = len(lemmas) - 1 - lemmas[::-1].index("持つ")
    behind = lemmas[at + 1 : at + 3]
    return (behind[:1] == ["て"] and behind[-1] in ("行く", "参る", "来る", "伺う")) or (
        behind[:1] in (["為る"], ["致す"])
    )


def _ends_as_own(clause: Clause) -> bool:
    """A verb in ます or 予定です, or て before the next clause; nobody else's, nothing asked."""
    ends = [word for word in clause.words if word.lemma not in _AT_END]
    if [word.surface for word in ends[-2:]] == ["の", "で"]:
        ends = ends[:-2]
    last = ends[-1] if ends else None
    if last is None or {"下さる", "貰う", "れる", "られる"} & set(clause.lemmas):
        return False
    if "頂く" in clause.lemmas and "せる" not in clause.lemmas:
        return False
    polite = last.lemma in ("ます", "です") and {"ます", "予定"} & {w.lemma for w in ends[-4:]}
    leads = last.kind == "動詞" and last.form.startswith("連用形")
    return bool(polite) or last.lemma == "て" or leads


def _is_own_subject(clause: Clause) -> bool:
    pairs = zip(clause.words, clause.words[1:], strict=False)
    return all(
        one.lemma in _OWN for one, two in pairs if two.surface == "が" and two.kind == "助詞"
    )


_ARRIVES = re.compile(  # at most half an hour ahead: nobody has to open anything for it
    r"(?:当日は|会場(?:に)?は|現地(?:に)?は)?、?(?:開始(?:時刻|時間)?の?)?(?:5|10|15|20|30|五|十|十五|二十|三十)分(?:ほど|くらい|ぐらい)?前(?:まで)?に(?:は)?"
    r"(?:会場|現地)?(?:に|へ)?(?:入り|入る|到着し|到着する|到着いたし|着き|着く|お?伺い|お?伺いし|お?伺いいたし|参り|まいり|行き)(?:ます|予定です)(?:ので|が)?"
)
_AGREED = re.compile(
    r"(?:(?:当日の)?(?:日時|日程|日にち|時間|開始時刻|時刻|場所|会場|内容|対象|人数|対象者|条件)(?:[・、と]|及び|および|や|も)*){1,5}(?:について)?(?:とも(?:に)?|は|も|で|につきまして(?:は|も)?)?、?(?:すべて|全て)?"
    r"(?:(?:ご?依頼書?|ご?提示|ご?案内|上記|いただいた(?:内容|メール)|メール|お申し?込み|ご?希望)(?:の|いただいた)?(?:内容)?の?(?:とおり|通り|まま)で?)?、?"
    r"(?:(?:特に)?問題(?:は)?(?:あり|ござい)ません|結構です|差し支え(?:は)?(?:あり|ござい)ません|支障(?:は)?(?:あり|ござい)ません|異存(?:は)?(?:あり|ござい)ません|大丈夫です|(?:承知|了解)(?:(?:いた|致)?しました|して(?:い|おり)ます)|かしこまりました|(?:確認|把握)(?:(?:いた|致)?しました|して(?:い|おり)ます|済みです)|(?:わか|分か)(?:り(?:ます|ました)|って(?:い|おり)ます)|存じて(?:い|おり)ます)(?:ので|が)?"
    r"|(?:会場|場所|公民館|集会所|会館|児童館|体育館|集会室)(?:(?:まで)?の(?:場所|位置|所在地|様子|設備|道順|行き方))?(?:は|も|について(?:は)?|なら)?、?(?:よく)?(?:(?:わか|分か)(?:り(?:ます|ました)|って(?:い|おり)ます)|存じて(?:い|おり)ます|(?:承知|把握)して(?:い|おり)ます|知って(?:い|おり)ます)(?:ので|が)?"
)
_SPEAKING = group(
    "分かる 易い 楽しい 楽しむ 丁寧 ゆっくり 具体 的 例 身近 交える ながら 乍ら クイズ 体操 手遊び 実物 見せる 紹介 話す 話 説明 伝える 進める 予定 思う たい 皆 様 さん 方 一緒 参加 者 事例 経験 地域 体験 ゲーム 配慮 工夫 車 椅子 車椅子"
    " 子供 お子さん お年寄り 高齢 無理 無い 範囲 届く なるべく できる だけ 心掛ける 努める 当日 は を に も で と が の へ て 、 御 為る 致す 参る 頂く せる ます です だ た ね よ よう 居る 上げる 挙げる 使う 絵 触れる 遊び 歌 入れる 少し 等 など 中心 ・ 声 大きい はっきり 簡単 内容 為 飽きる ず いい 良い 講座 成る 準備 一式"
) - group("使う 無い 無理 だけ 歌 中心 内容 ず")
_SPOKEN = group("準備 話す 説明 伝える 進める 紹介 配慮 工夫 心掛ける 努める")


def _speaks(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「クイズを交えながら、分かりやすくお話しします」: how, never what or how long."""
    said = clause.has(_SPOKEN) or clause.words[-1].lemma in ("て", "ながら", "乍ら")
    names = ours - lexicon.LOADED - lexicon.TAKE - lexicon.REFUSE
    known = all(word.lemma in _SPEAKING | names for word in clause.words)
    return said and known and _ends_as_own(clause) and clause.has(_GENTLY)


_GENTLY = group(
    "分かる 楽しい 楽しむ 丁寧 ゆっくり 具体 身近 クイズ 実物 事例 配慮 工夫 一緒 例 はっきり 心掛ける"
)
_NEEDS_NOTHING = re.compile(
    r"(?:(?:当日|事前)?(?:に|の)?、?(?:特に|特別)?(?:に|な)?(?:ご?(?:準備|用意)(?:して|を)?(?:いただく|頂く|して(?:いただく|頂く)|が必要な|の必要な)(?:もの|物|こと)|(?:ご?準備物|持ち物|必要な(?:もの|物)|ご?(?:準備|用意)))(?:は|も)、?(?:特に|とくに|何も)?(?:あり|ござい|いり)ません)(?:ので|が)?"
    r"|(?:過去|以前|前|昨年|これまで)に?(?:も)?(?:何度か|一度|数回|何回か)?(?:お?伺って(?:いる|おります|います)|お?伺ったことのある|お邪魔した(?:ことのある)?|お?伺った)(?:会場|場所|公民館|集会所)(?:です|なの)(?:ので|が)?"
    r"|(?:会場の)?様子は(?:よく)?(?:わかって|分かって|存じて)(?:い|おり)ます"
)
_BEFORE = group(
    "昨年 去年 一昨年 前回 前年 春 夏 秋 冬 先日 以前 先月 今年 昨年度 年度 前 先年 数年 年 何度"
)
_MET = group(
    "邪魔 伺う うかがう 世話 招く 御招き 会う 話す 参る 行く 出向く 迎える 交流 楽しい 過ごす"
)
_MEETING = (
    _BEFORE
    | _MET
    | group(
        "に は も へ で の が を と 御 お おー 皆 様 さん 方 貴 団体 為る 致す 頂く ます た だ て 、 大変 とても 一度 2 回 度 講座 出前 当課 当 課 館 係 せる 時 折 際 下さる 有る 其の 此の 其方 そちら 昨 同じ 此方 から より 事 こと 所"
    )
)


def _met_before(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「昨年の秋にも桜が丘自治会さんに伺いました」: the past, and closed words."""
    if clause.words[-1].lemma not in ("た", "ね") or not clause.has(_BEFORE):
        return False
    names = ours - lexicon.LOADED - lexicon.TAKE - lexicon.REFUSE
    return clause.has(_MET) and all(word.lemma in _MEETING | names for word in clause.words)
