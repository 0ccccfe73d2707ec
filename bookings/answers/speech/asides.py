"""What the own side did, before or beside a yes: by what may not stand in it, not by what does.

Deny first. It is past, it is no answer, and it speaks of nothing that the ask fixes (the day, the
place, who comes, the people, the matter). It stands only beside a firm yes in other words.
"""

import re

from bookings.answers.speech import kindness, ordinary
from bookings.answers.speech.clauses import LATER, Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.lexicon import group
from bookings.answers.speech.words import Word

# What the ask fixes: whatever is told of it, a person reads.
_OF_ASK = group(
    "当日 講師 担当 内容 参加 参加者 受講 受講者 人数 開始 終了 開催 実施 時間 日時 日程 日 場 会場 場所 件 本件 依頼 返事 回答 返信 返答 連絡 申し込み 申込 希望 派遣 役 講話 講演 演題"
    " 題 テーマ 話 進行 構成 方法 形式 説明 教える 方 者 誰 人 皆 職員 代表 会長 役員 先方 相手 業者 民間 外部 他 別 同日 朝 昼 夜 夕方 夕刻 午後 午前 先 後 前 道具 用具 器具 台数 席 車 靴"
)
# What turns, moves, ends, hands over, decides or fails.
_TURNS = group(
    "決める 決まる 決定 成る 直す 書き直す 渡す 託す 委ねる 譲る 移る 移す 移動 切り替える 切り替わる 切る 分ける 分かれる 入れ替わる 替わる 代わる 変わる 変更 取る 取れる 外す 外れる 抜ける"
    " 出来る 行う 開く 有る 御座る 開ける 閉じる 閉める 閉まる 無くす 失う 落とす 折る 骨折 転ぶ 痛める 傷める 掛かる 罹る 倒れる 崩す 壊す 割れる 破れる 破る 燃える 焼ける 溢れる 漏れる 雨漏り 浸水 停電 断水"
    " 断る 拒む 逃す 損なう 誤る 外れる 遅れる 急ぐ 追う 待つ 残る 残す 増やす 増える 減る 減らす 余る 超える 満ちる 埋まる 塞ぐ 空く 空ける 上がる 下がる 上げる 下げる 値上げ 掛ける 載せる 乗る 降りる 進む 戻る 戻す 返す"
    " 願う 望む 欲しい 求める 要る 要する 頼む 申し出る 申し入れる 申し付ける 申し渡す 命じる 禁じる 禁ずる 許す 認める 従う 任せる 頂く 貰う 下さる 呉れる 遣る 疑う 困る 悩む 迷う 諦める 反対 賛成 揉める 割る 詫びる 謝る 訴える 責める"
    " 流れる 消える 消す 中断 停止 休止 再開 始まる 終わる 済む 済ませる 廃止 統合 改正 改組 異動 着任 転出 分割 合併 黙る 隠す 伏せる 秘密 内密 交わす 交渉 契約 売る 買う 払う 貸す 借りる 使う 用いる 持つ 運ぶ 積む 並べる 敷く 建てる 作る 配る 刷る 送る 届ける 届く"
    " 勝手 無断 独断 内緒 密か 一人 独り 実は 本当 本来 本音 正直 逆 反面 反対 併し しかし ただ でも けれど やはり 矢張り 所が 一方 未 否 非 不"
)
_SAYS = re.compile(
    r"(?:と|って|旨)(?!き)(?:は|も|の)?(?:言|聞|伺|申|話|書|伝|思|考|答|返|報|連|決)"
)
_HEARSAY = group("れる られる せる させる そう らしい よう みたい とか って")
_THEIRS = group("皆 人 方")
_AT_VENUE = group(
    "休館 閉館 定休 休業 休診 臨時 風邪 咳 腰 膝 喉 熱 通院 手術 床 壁 畳 廊下 庭 門 屋根 坂 坂道 石段 手すり 天井 机 椅子 座布団 マイク 画面 黒板 冷蔵庫 台所 調理室 和室 洋室 二階 上階 地下 裏 隣 向かい 宿題 汗 靴下 帽子 手袋 軍手 雑巾 袋 箱 傘 合羽 眼鏡 老眼鏡 補聴器 手帳 印 名前 住所 年齢 性別 欠員 費用 会費 弁当 水筒 運転 免許 道 道順 信号 踏切 門限 鍵 番号 暗証 締め切り 締切 期限 抽選 応募 先着 無理 大人 子供 小学生 中学生 高齢 親 保護者 夫婦 男性 女性"
)
_SETTLED = group("確認 相談 検討 調整 協議 予定 思う 考える 照会")


def aside(clause: Clause, *, ours: frozenset[str], opens: bool = False) -> Said | None:
    """`opens`: it may lead up to another one: 「お申し込みの団体名を見て」."""
    leads = opens and _leads(clause)
    if clause.marks or clause.people or not (leads or _is_past(clause) or _describes(clause)):
        return None
    if kindness.hopes_for(clause) or "たい" in clause.lemmas:
        return None
    if _is_doubtful(clause) or _SAYS.search(clause.text) or ordinary.is_heavy(clause, ours=ours):
        return None
    around = zip([None, *clause.words], clause.words, [*clause.words[1:], None], strict=False)
    if any(_weighs(word, before, after, ours=ours) for before, word, after in around):
        return None
    return Said(Kind.ASIDE, clause, weak=leads)


def _leads(clause: Clause) -> bool:
    last = clause.words[-1]
    return last.lemma == "て" or (last.kind == "動詞" and last.form.startswith("連用形"))


def _ends(clause: Clause) -> list[Word]:
    ends = [word for word in clause.words if word.kind != "補助記号"]
    while ends and ends[-1].lemma in _AT_END:
        ends.pop()
    return ends


def _is_past(clause: Clause) -> bool:
    """A verb and た: 登録しました, 読んでおりました; not 「工事中でした」, 「お知らせした日」."""
    ends = _ends(clause)
    past = bool(ends) and ends[-1].lemma == "た" and ends[-2:-1] != []
    return past and ends[-2].lemma not in ("です", "だ") and _takes_note(clause)


def _takes_note(clause: Clause) -> bool:
    """Its last word of meaning is a verb of taking note, of living, or of the season."""
    contents = [
        word.lemma
        for word in clause.words
        if word.kind in ("動詞", "名詞")
        and word.lemma not in _SUPPORT | _AT_END | {"有る", "御座る"}
    ]
    return bool(contents) and contents[-1] in _NOTING


def _describes(clause: Clause) -> bool:
    """「銀杏並木がきれいですね」, 「桜が丘小学校の卒業生です」, 「並木を眺めております」."""
    ends = _ends(clause)
    if [word.lemma for word in ends[-3:]] in (["て", "居る", "ます"], ["で", "居る", "ます"]):
        return not clause.has(_RULES) and _takes_note(clause)
    last = ends[-1] if ends else None
    if last is None or "です" not in clause.lemmas[-3:] or len(ends) < _FEWEST:
        return False
    if last.kind in ("名詞", "接尾辞"):
        return last.lemma in _OF_OURS and not {"ね", "よ"} & set(clause.lemmas)
    return last.kind in ("形容詞", "形状詞") and last.lemma in _PLEASANT


_FEWEST = 3
# What one says one is; of any other noun (「隣の課の講座です」) nobody knows.
_OF_OURS = group(
    "出身 出身者 出身地 生まれ 育ち 地元 故郷 母校 卒業 生 卒業生 近所 住民 常連 ファン 同級生 同窓 教え子 縁 町 街 地域 地区 ところ 所 名所 土地 風景 景色 思い出 日課 趣味 習慣 季節 時期 陽気 天気 日和 宝物 楽しみ 喜び 誇り 励み 課題 目標 願い 強み 特技 得意 好物 自慢 取り組み 仕事柄 モットー"
)
_PLEASANT = group(
    "寒い 暖かい 温かい 涼しい 暑い 綺麗 奇麗 美しい 懐かしい 大切 大事 重要 楽しい 嬉しい 有り難い 心強い 眩しい 賑やか 静か 素敵 素晴らしい 見事 鮮やか 清々しい 穏やか 和やか 微笑ましい 頼もしい 面白い 興味深い 早い 待ち遠しい 元気 身近 好き 大好き"
) - group("早い")
# The only verbs of the past that pass: to take note, to live, the season.
_NOTING = group(
    "読む 見る 拝見 拝読 聞く 知る 登録 記入 書き込む 書き入れる 書き留める 控える 共有 思い出す 受講 住む 暮らす 通う 育つ 生まれる 遊ぶ 過ごす 働く 勤める 感じる 覚える 学ぶ 驚く 感心 感激 感動 笑う 眺める 見掛ける"
    " 散る 色付く 咲く 降る 晴れる 冷え込む 冷える 深まる 積もる 実る 香る 迎える 喜ぶ 楽しむ 盛り上がる 出会う 会う 一緒 散歩 通る 卒業 話題 掲示 回覧 印刷 回す 微笑む 励む 励ます 癒す 学ばせる"
) - group("回覧 回す 印刷 積もる 迎える")
# Going on because the section has settled it so.
_RULES = group(
    "為る 致す 願う 設ける 定める 頂く 貰う 出す 取る 付ける 置く 集める 呼び掛ける 勧める 使う 考える 思う 予定 聞く 伺う 言う 申す 諮る 話し合う 話す 調べる 検討 調整 協議 相談 確認 待つ 探す 進める"
)


_AT_END = group("です が ので から ね よ の だ ところ 所 こと 事 で")


WEIGHTY = _TURNS | _HEARSAY | _OF_ASK | _AT_VENUE


def _is_doubtful(clause: Clause) -> bool:
    if denies(clause) or doubts_of(clause) - {"later"}:
        return True
    return bool(LATER & set(clause.gist) - _SETTLED)


def _weighs(word: Word, before: Word | None, after: Word | None, *, ours: frozenset[str]) -> bool:
    if word.sort.startswith(("数詞", "固有名詞-人名")) or word.kind == "接続詞":
        return True
    if word.lemma in _SUPPORT and before is not None:
        return before.kind == "助詞" and before.sort != "接続助詞"  # 「屋内にしました」
    if word.lemma in _THEIRS and after is not None and after.lemma in ("の", "様", "さん", "方"):
        return False  # 「皆さまの笑い声」
    return word.lemma in (_TURNS | _HEARSAY | _OF_ASK | _AT_VENUE) - ours


_SUPPORT = group("為る 致す 行く 来る 居る 仕舞う 置く 参る 頂く")  # 読んで参りました


_MILD = group(
    "思う 存じる 願う 続く 御座る 有る 居る 頂く 成る 深まる 迎える 過ごす 冷える 冷え込む 増す 申す 参る いたす 致す 為る 務める 努める 頑張る 楽しむ 伺える 進む 下さる"
)


_LIGHT = (
    _MILD
    | ordinary.FEELS
    | ordinary.SEASON
    | _NOTING
    | _PLEASANT
    | _OF_OURS
    | group(
        "緊張 件 依頼 講座 次第 限り 程 初めて 久しぶり 久し振り 毎年 いつも 何時も 何度 度 思い 気持ち 所存 最中 折 季節柄 時節柄 師走 年末 年の瀬 連休 週末 月曜 金曜 夕方 お願い 願い 挨拶 返事 回答 連絡 報告 返信 短い 簡単 早速 取り急ぎ 皆 様 さん 一同"
    )
)


def is_weighty(clause: Clause, *, ours: frozenset[str]) -> bool:
    """What stands before ので or が and courtesy, judged as if it stood alone."""
    words = [word for word in clause.words if word.kind != "補助記号"]
    ends = words[-1].lemma in ("が", "から", "し", "けれど", "けれども", "けど") or (
        words[-1].surface in ("ので", "で") and len(words) > 1 and words[-2].surface in ("の", "ん")
    )
    if not ends or _is_softened(clause) or kindness.is_on_the_way(clause):
        return False
    if ordinary.is_heavy(clause, ours=ours) or denies(clause) or "こと" in clause.lemmas:
        return True
    around = zip([None, *clause.words], clause.words, [*clause.words[1:], None], strict=False)
    if any(_weighs(before=one, word=two, after=three, ours=ours) for one, two, three in around):
        return True
    verbs = [word for word in words if word.kind == "動詞"]
    tells = bool(verbs) and any(word.lemma == "ます" for word in words[-4:])
    if tells and "た" not in clause.lemmas[-4:] and verbs[-1].lemma not in _MILD:
        return True  # 「課長に聞きますので」
    contents = [
        word.lemma
        for word in words
        if word.kind in ("動詞", "名詞", "形容詞", "形状詞", "接尾辞", "副詞")
        and word.lemma not in _SUPPORT | _AT_END | {"さ"}
    ]
    return bool(contents) and contents[-1] not in _LIGHT


_PARDON = group(
    "恐縮 恐れ入る 申し訳 失礼 手数 面倒 忙しい 多忙 多用 微力 不慣れ 私事 心苦しい 勝手 残念 生憎 不束 拙い 未熟"
)
_OF_SEASON = group("風邪 インフルエンザ 流行る 寒い 冷える 冷え込む 暑い")
_SUDDEN = re.compile(r"急な(?:お?話|お願い|ご?依頼|こと)|振替|代休|休日出勤|時間外")


def _is_softened(clause: Clause) -> bool:
    """「お忙しいところ恐れ入りますが」, 「風邪がはやっていますので」, 「振替を取りますので」."""
    season = clause.has(_OF_SEASON) and not clause.has(_OF_ASK)
    return season or clause.has(_PARDON) or bool(_SUDDEN.search(clause.text))
