"""An unremarkable sentence beside a firm yes: nothing in it is anybody's to look at. The last resort.

Deny first: a doubt, a person, a day, a figure that counts nothing of ours, somebody else's doing.
Then one frame must hold it: own doing, what is settled, what is not needed, memory, praise, backing.
Nouns are open, predicates closed. It says neither yes nor no, and never stands in for one.
"""

import re

from bookings.answers.speech import beside_words as words
from bookings.answers.speech import kindness, provided
from bookings.answers.speech.clauses import Clause, denies, doubts_of
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.lexicon import LIMITS, group
from bookings.answers.speech.words import Word


def beside(clause: Clause, *, ours: frozenset[str], opens: bool) -> Said | None:
    """`opens`: more of the sentence follows, so it may end in て, が or ので."""
    leads = _leads(clause)
    if clause.marks or clause.people or (leads and not opens) or _is_odd(clause):
        return None
    text = _ENDS.sub("", clause.text)
    if not (_is_frame(text) or _is_said(clause, text=text, ours=ours)):
        return None
    return Said(Kind.ASIDE, clause, weak=leads)


def _is_said(clause: Clause, *, text: str, ours: frozenset[str]) -> bool:
    if not _counts_ours(clause) or _is_others(clause, ours=ours):
        return False
    if _recalls(text):
        return not _stopped(clause, words.STOPS_FEELING - _REMEMBERED, ours=ours)
    if _hedges(clause) or _IF.search(clause.text):
        return False
    return not denies(clause) and (
        _does(clause, ours=ours)
        or _feels(clause, text=text, ours=ours)
        or _backs(clause, text=text, ours=ours)
        or _owns(clause, text=text, ours=ours)
    )


_IF = re.compile(  # 「…ばかりだと」, 「…があると」, 「…ことになります」
    r"(?:[だるすい]|です)と(?!思|考|存|感|言|い|の|こ|き|も)|ことにな[りっる]"
)
_THEIRS = re.compile(
    r"(?:会|団体|クラブ|そちら|方々|参加者|皆(?:さま?|様)|みなさま?)(?:の方)?(?:で|が)(?!す)|(?:(?<![りきみしちいびぎにべけせえれめて])方|人|者|スタッフ|学生)を|(?:[県国市町村]|大学|学校|病院|会社|団体|よそ|ほか)の(?:職員|者|方|人|スタッフ|先生)"
)
_SECTIONS = group("課 係 室 局 部 センター 署 所 支所")


def _is_others(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「健康課が用意します」, 「自治会で用意します」."""
    if _THEIRS.search(clause.text):
        return True
    around = zip([None, *clause.words], clause.words, [*clause.words[1:], None], strict=False)
    return any(
        word.surface in _SECTIONS
        and before is not None
        and before.kind in ("名詞", "接頭辞")
        and before.lemma not in ours | _OURS
        and not (after is not None and after.surface == "長")
        for before, word, after in around
    )


_OURS = group("当 本 弊 集会 集積 場 場所 事務 台 便")


_ENDS = re.compile(r"(?:ので|のですが|が|けれども?|けど|から|し|ね|よ|よね|もの|ものね|!|、)+$")
_LEADING = group("て で が から ながら 乍ら し けれど けれども けど")


def _leads(clause: Clause) -> bool:
    """It breaks off: 「…を持って」, 「…ですので」, 「…ますが」."""
    ends = [word for word in clause.words if word.kind != "補助記号"]
    if not ends:
        return True
    last = ends[-1]
    if last.sort == "接続助詞" or last.surface in ("ので", "で") or last.lemma in _LEADING:
        return True
    return last.kind in ("動詞", "形容詞", "助動詞") and last.form.startswith("連用形")


def _is_odd(clause: Clause) -> bool:
    """A quotation, a bracket, a word that links to what a person must read."""
    return any(
        word.kind == "接続詞" or (word.kind == "補助記号" and word.surface not in "、!・")
        for word in clause.words
    )


def _hedges(clause: Clause) -> bool:
    found = doubts_of(clause)
    if found & {"question", "condition", "request"}:
        return True
    if clause.has(LIMITS | _HEARSAY) or "そう" in clause.lemmas or _TOLD.search(clause.text):
        return True
    return any(word.form.startswith(("命令", "仮定形", "意志推量")) for word in clause.words)


_HEARSAY = group(
    "たがる がる らしい みたい かも 筈 下さる 貰う 多分 恐らく 一応 仮 未定 べし まだ 未だ しかし ただ"
)
_TOLD = re.compile(r"(?:と|って|旨)(?:は|も)?(?:言|聞|伺|申|答|返|連|決|書)")


_COUNTERS = group(
    "枚 台 個 冊 種類 箱 本 つ 点 袋 セット 組 部 回 度 年 年前 年目 回目 杯 番 体 通り 脚 式 株 着 足 色 章 曲 問 箇所 目 ページ 世紀 号 段 片 束 缶 瓶 品"
)


def _counts_ours(clause: Clause) -> bool:
    pairs = zip(clause.words, [*clause.words[1:], None], strict=False)
    return all(
        after is None
        or not word.sort.startswith("数詞")
        or after.sort.startswith("数詞")
        or after.lemma in _COUNTERS
        for word, after in pairs
    )


def _stopped(clause: Clause, stops: frozenset[str], *, ours: frozenset[str]) -> bool:
    for_each = bool(provided.FOR_EACH.search(clause.text))
    light = (group("人数 参加者") if for_each else frozenset()) | (ours - _NEVER_LIGHT)
    return any(
        word.lemma in stops - light and not (word.lemma == "方" and word.kind == "接尾辞")
        for word in clause.words
    )


_NEVER_LIGHT = words.HAZARDS | words.THEIRS | words.STOPS


def _content(clause: Clause) -> list[Word]:
    return [
        word
        for word in clause.words
        if word.kind in ("名詞", "動詞", "形容詞", "形状詞", "副詞")
        and word.lemma not in words.SUPPORT
    ]


def _does(clause: Clause, *, ours: frozenset[str]) -> bool:
    """「見本は鞄に詰めました」, 「実物を二つ持って行きます」: a verb of ours, nobody else in it."""
    verb = _predicate(clause)
    past = _is_past(clause)
    stops = words.STOPS - words.DID if past else words.STOPS
    if not _acts_as_own(clause) or _stopped(clause, stops, ours=ours):
        return False
    done = bool(_DONE.search(clause.text)) or _leads(clause)
    if _PLANS.search(clause.text) or verb is None:
        return bool(_PLANS.search(clause.text))
    if _VENUES.search(clause.text) or (verb.lemma in words.SAYS and not done):
        return False
    if verb.lemma in words.TELLS and not past:
        return "も" in clause.lemmas or clause.has(words.HOW)
    return verb.lemma in words.DOES or (verb.lemma in words.DID and past and done)


def _predicate(clause: Clause) -> Word | None:
    """The last word that carries meaning; a noun only before する."""
    for at in range(len(clause.words) - 1, -1, -1):
        word = clause.words[at]
        if word.lemma in words.SUPPORT or word.kind in ("助詞", "助動詞", "補助記号", "接頭辞"):
            continue
        after = [one.lemma for one in clause.words[at + 1 : at + 3]]
        if word.kind == "動詞" or {"為る", "致す"} & set(after):
            return word
        return None
    return None


_OWN = words.BACKERS | group("自分 小職 当職 当局 内 図書 消防 防災")


def _acts_as_own(clause: Clause) -> bool:
    """No passive, no favour of others, no が but ours; polite, or leading to what is."""
    lemmas = clause.lemmas
    favours = {"れる", "られる", "呉れる", "貰う", "下さる"} & set(lemmas)
    given = "頂く" in lemmas and "せる" not in lemmas and not _SHOWN.search(clause.text)
    if favours or given or _HONOURS.search(clause.text):
        return False
    pairs = zip(clause.words, clause.words[1:], strict=False)
    return all(
        one.lemma in _OWN or two.sort == "接続助詞"
        for one, two in pairs
        if two.surface == "が" and two.kind == "助詞"
    )


_SHOWN = re.compile(r"(?:見て|ご覧|触って|聞いて)(?:いただ|頂)く(?:予定|つもり)です$")
_DRESSED = re.compile(
    r"^(?:当日は)?(?:制服|作業着|作業服|活動服|活動着|私服|スーツ|上着|ジャンパー|法被|はっぴ|エプロン|着ぐるみ)(?:のまま|姿)?で(?:お?伺い|伺い|参り|まいり|行き|お邪魔し)ます$|気を(?:つけ|付け)て(?:お?伺い|参り|まいり|行き)ます$"
)
_PLANS = re.compile(
    rf"{_SHOWN.pattern}|{_DRESSED.pattern}|(?:体操|クイズ|ゲーム|遊び|ネタ|小話|出し物|挨拶|例え話|手遊び)を(?:あれこれ|いろいろ)?考えて(?:い|おり)ます$|に(?:は)?気を(?:つけ|付け)ます$"
    r"|(?:話|体験|例|コツ|こつ|小話|裏話)も(?:少し|ちょっと|合わせて|交えて)?(?:お話し|ご紹介|お伝え)?(?:し|いたし|でき)ます$|(?:勉強|練習|稽古|特訓|研究|工夫|予習)(?:中|の最中)です$"
    r"|(?:倉庫|[課署館係]|当方|うち|備蓄|こちら|センター)(?:から|のものを).{0,8}(?:出し|回し|運び|持ち出し|持って行き|お持ちし)ます$"
)
_VENUES = re.compile(  # what the venue may have to give; what is owned is not brought
    r"(?<!今も)(?<!今でも)(?<!作ったものを)(?<!当方のものを)(?<!こちらのものを)(?<!当課のものを)(?<!署のものを)(?<!課のものを)(?<!自前のものを)(?<!手作りのものを)使(?:い|わ|って)"
    r"|(?<![課係署]で)(?<!こちらで)(?<!当方で)持って(?:い|おり)(?:ます|まし)|(?<!鞄に)(?<!かばんに)(?<!車に)(?<!ナビに)(?<!カレンダーに)(?<!予定表に)(?<!予定に)(?<!手帳に)(?<!箱に)(?<!袋に)(?<!住所を)入れ(?:まし|て)"
)
_DONE = re.compile(r"ました|てあります|済みです|でした|てきました")
_HONOURS = re.compile(
    r"お(?:持ち|配り|使い)に|ご(?:用意|準備|持参|使用)(?:に|いただ|を?お願い|くださ)|お持ちで"
)


def _is_past(clause: Clause) -> bool:
    """…ました, …てあります, …ております."""
    return bool(_PAST.search(_ENDS.sub("", clause.text)))


_PAST = re.compile(
    r"(?:(?<!ませんで)(?:ました|でした|った)|[てで](?:あり|い|おり)ます|ところです|(?:た|だ)(?:もの|ばかり)です|[てで])$"
)


# Feelings and praise


def _feels(clause: Clause, *, text: str, ours: frozenset[str]) -> bool:
    if "頂く" in clause.lemmas or kindness.hopes_for(clause):
        return False
    praises = any(one.search(said) for one in _PRAISES for said in (text, clause.text))
    return praises and not _stopped(clause, words.STOPS_FEELING, ours=ours)


_PRAISED = re.compile(
    r"(?:(?:うれし|嬉し|楽し|懐かし|なつかし|有難|ありがた|心強|頼もし|微笑まし|ほほえまし|面白|おもしろ|すばらし|素晴らし|美し|可愛らし|かわいらし|おいし|美味し)(?:い|かった)|(?:分|わ)かりやす(?:い|かった)|(?:話し|読み|見)やす(?:い|かった)|よかった|良かった"
    r"|(?:大?好き|便利|見事|みごと|きれい|綺麗|素敵|立派|幸せ|光栄|楽しみ|親切|丁寧|感激|誇り|自慢|励み|貴重|印象的|得意|にぎやか|賑やか|平気|夢|憧れ|縁)(?:でし?た|な)?)(?:です|でした|だと思(?:い|って)(?:い|おり)?ます|に思(?:い|って(?:い|おり))ます|もの)?$"
)
_DEAR = re.compile(
    r"(?:懐かしく|うれしく|嬉しく|楽しく|心強く|ありがたく|有難く|頼もしく|楽に|身近に|楽しみに|好きに|便利に|元気に|賑やかに)(?:なり(?:ます|ました)|思(?:い|って(?:い|おり))ます|拝見(?:し|いたし)(?:ます|ました)|(?:感じ|思い)(?:ます|ました|て(?:い|おり)ます|ております)|して(?:い|おり)ます|存じます|読(?:み|ませていただき)ました)$|(?:意気込んで|張り切って|わくわくして|心待ちにして|腕まくりして)(?:い|おり)ます$|(?:甲斐|張り合い|風情|活気|縁|親しみ|愛着|思い入れ)があります$|(?:が|も)(?:とても)?(?:活発|熱心|盛ん|和やか)で$"
)


_WEATHER = re.compile(
    r"^(?:今日|今朝|昨日|昨夜|このところ|ここ数日|最近|朝晩|外|こちら)(?:は|の|も)?、?(?:風|雨|雪|空|日差し|寒さ|暑さ|霜|木枯らし|虫の声|夕焼け|冷え込み|紅葉)(?:が|も|は)?[ぁ-ん一-龯]{1,8}(?:です|でした|ました|ます)$"
    r"|^(?:いい|良い|よい|すてきな|素敵な|楽しい|面白い)[^はがをもで]{1,12}ですね$|のは(?:[一二三四五六七八九十数何\d]+(?:年|か月|カ月)ぶり|久しぶり|初めて)です$"
)
_LONG_AGO = re.compile(
    r"^(?:若い頃|若いころ|昔|かつて|新人の頃|新人時代|子どもの頃|子どものころ|学生時代)(?:は|に|の|から)?、?.*(?:たもの|だもの|ていたの)です$"
)


_PRAISES = (_PRAISED, _DEAR, _WEATHER, _LONG_AGO)


# Memory and knowledge


def _recalls(text: str) -> bool:
    known = bool(_KNOWN.search(text)) and not _CONTENT.search(text)
    return known or bool(_CHANCE.search(text) or _OFTEN.search(text))


_CHANCE = re.compile(
    r"(?:よい|良い|いい|貴重な|またとない)(?:機会|経験|勉強|刺激)(?:だ|になる)?と(?:考えて|思って|存じて)(?:い|おり)ます$|あっという間(?:だ|です|でした)(?:と思います)?$"
)
_OFTEN = re.compile(
    r"(?:何度も|何度か|毎年|たびたび|よく)、?(?:お?伺って|お邪魔して|通って|行って|寄らせていただいて)(?:い|おり)ます$"
)


_KNOWN = re.compile(
    r"(?:が|は|も|を|、|とは)(?:今でも|いまでも|今も|いまも|よく|はっきり|とても|しっかり|もう|すでに)?、?(?:覚えて(?:い|おり)ます|忘れ(?:られ)?ません|忘れられ(?:ない(?:です)?)|思い出し(?:ました|ます)|顔見知りです|顔なじみです|存じて(?:い|おり)ます|存じ上げて(?:い|おり)ます|(?:分|わ)かって(?:い|おり)ます|(?:分|わ)かります|承知して(?:い|おり)ます|心得て(?:い|おり)ます|了解(?:です|しました|いたしました)|把握して(?:い|おり)ます|知って(?:い|おり)ます|頭に入って(?:い|おり)ます|今[もで]{1,2}(?:大事に|大切に)?(?:使って|飾って|愛用して|着て)(?:い|おり)ます)$"
)
_CONTENT = re.compile(  # 「…ないことは承知しています」, 「…だと存じております」
    r"(?:か|だ|です|ない|[たるいう])(?:と|こと|の|か)(?:は|も|を|が)?、?(?:よく|もう)?(?:存じ|承知|分か|わか|知っ|覚え|把握|心得)|違|変|別|誰|どこ|どう"
)
_REMEMBERED = group(
    "長い 食べる 飲む 頂く 料理 茶 菓子 られる れる 団体 担当 者 方 会館 人数 時間 内容 忘れる 分かる 事情 講師 当日 駐車 道順 名前 通り 禁止 土足 参加者 開始 住所 持ち物 対象 靴 階段 忘れられる"
)


# Who backs it, and what it owns


_FAVOURS = re.compile(
    r"(?:先輩|同僚|上司|[課係室所館署隊局]長|センター長|後輩|部下|仲間|みんな|家族|妻|夫|娘|息子)が(?:ぜひと|いつも|快く)?(?:背中を押して|横について|応援して|励まして|話を聞いて|練習に付き合って|練習を見て|窓口を代わって|留守を守って|仕事を代わって|見守って)くれ(?:ます|ました|て(?:い|おり)ます)$"
    r"|(?:妻|夫|娘|息子|家族|同僚|先輩|後輩|母|父)(?:を相手に|の前で)(?:通しで|一度|何度か)?(?:話して|練習して|読んで)(?:みました|おきました|きました)$|(?:妻|夫|娘|息子|家族|同僚|先輩)の(?:採点|評価|感想)は[^。]{1,6}点でした$"
    r"|^(?:母|父|祖母|祖父|妻|夫|姉|兄|妹|弟|叔母|叔父|実家|両親)(?:が|も|は)[^。]{0,12}(?:会員|出身|卒業生|ファン)です$"
)


def _backs(clause: Clause, *, text: str, ours: frozenset[str]) -> bool:
    """「隊長も乗り気です」, 「センター長がぜひと背中を押してくれました」."""
    if _FAVOURS.search(text):
        return True
    contents = _content(clause)
    if not contents or not clause.has(words.BACKERS) or contents[-1].lemma not in words.BACKING:
        return False
    pairs = zip(clause.words, clause.words[1:], strict=False)
    subjects = [
        one for one, two in pairs if two.surface in ("が", "も", "は") and two.kind == "助詞"
    ]
    known = bool(subjects) and all(one.lemma in _OWN for one in subjects)
    return known and not _stopped(clause, words.STOPS - words.BACKERS, ours=ours)


_OWNED = re.compile(
    r"(?:[課署係館所室局]|当課|当署|センター|うち|こちら|私|自分|職場)の(?:備品|もの|物|持ち物|手作り|私物|財産)です$|(?:手作り|手製|自作|自前|私物|お手製)です$|製です$"
    r"|(?:作った|撮った|描いた|書いた|編んだ|こしらえた|集めた)(?:もの|物)です$"
    r"|(?:課|署|係|館|センター|うち|倉庫|職場|手元|こちら)に(?:は)?(?:たくさん|十分|山ほど|いくつも|沢山|余分が|残りが|余りが|在庫が|そろって|揃って|用意が)(?:あり|い|おり)ます$|の(?:余り|残り)があります$"
    r"|(?:鞄|かばん|カバン|車|荷物|リュック|袋|引き出し)に(?:もう|すでに)?(?:入って|積んで|詰めて|入れて|しまって)(?:い|おり|あり)ます$"
)


def _owns(clause: Clause, *, text: str, ours: frozenset[str]) -> bool:
    """「食事の見本は紙粘土製です」, 「体温計も鞄に入っています」."""
    light = group("残り 余り 試飲 水 車 残す 飲む 食べる 食事 火 煙 訓練 入る")
    return bool(_OWNED.search(text)) and not _stopped(clause, words.STOPS - light, ours=ours)


# Whole sentences of closed words


_OFFICE = r"(?:勤務|課内|係内|庁内|署内|館内|所内|内部|他課|シフト|当番|業務|職場|出張命令|出張|年末|各所|関係者|課|係)"
_STEPS = r"(?:調整|回覧|引き?継ぎ|起案|準備|手続き|手配|段取り|練習|予習|稽古|申し送り|共有|根回し|資料作り|原稿|台本|練習|印刷|荷造り|割り振り|申請|命令)"
_SETTLED = re.compile(
    rf"(?:{_OFFICE}(?:での|内の|との|の|間の)?)?(?:{_OFFICE}(?:との|の)?)?{_STEPS}(?:は|も)、?(?:もう|すでに|既に|先ほど|昨日|今朝|無事|無事に|すべて|全て|すっかり|ほかの課とも)?、?"
    r"(?:済みました|済んで(?:い|おり)ます|済ませました|済ませてあります|終わりました|終わって(?:い|おり)ます|終えました|終えて(?:い|おり)ます|片付きました|片づきました|整いました|整って(?:い|おり)ます|通りました|付きました|つきました|済みです|できました|できて(?:い|おり)ます|出来上がりました|完了しました|完了して(?:い|おり)ます|万全です|万端です)"
    r"|(?:[一-龯ァ-ヶー]{1,8}の)?(?:市|町|署|課|庁内|当課|毎年)?の?(?:[一-龯]{0,6}(?:訓練|行事|点検|会議|研修|工事|繁忙期|繁忙|大会|祭り|検査|選挙|監査|議会|当番))(?:は|も)、?(?:昨日|先週|先月|先日|おかげさまで|無事|無事に|もう)*、?(?:終わりました|片付きました|済みました|終えました|過ぎました|なくなりました)"
    r"|その日に入っていた(?:会議|研修|用事|予定|打ち合わせ)は(?:なくなりました|済みました|動かしました|ずらしました)"
    r"|(?:収集の)?(?:遅れ|混雑|不具合)は(?:解消(?:しました|して(?:い|おり)ます)|直りました)"
    r"|(?:その日|当日|17日)は(?:終日|一日|丸一日|ずっと)?、?(?:空けてあります|あけてあります|体が空いて(?:い|おり)ます|空いて(?:い|おり)ました)"
    r"|(?:予定表|手帳|シフト|勤務表|カレンダー|予定)を(?:確認|見)(?:し|いたし)?ましたところ|空いて(?:い|おり)ました|(?:その|ご指定の)(?:曜日|日|時間帯|時間|時期)は(?:比較的|割と|むしろ|ちょうど|まさに|かえって)?、?(?:手がすいて(?:い|おり)ます|手が空いて(?:い|おり)ます|好都合です|都合がよいです|落ち着いて(?:い|おり)ます|空いて(?:い|おり)ます)"
    r"|(?:ほかの|他の|別の)(?:依頼|予定|講座|仕事|行事)とは(?:重なって(?:い|おり)ません|重なりません)"
)
_NEED = r"(?:お?(?:気遣い|心遣い|構い|気づかい|心づかい|見送り|出迎え|迎え|送り迎え)|送迎|ご?(?:用意|準備|支度|手配|配慮|返信|返事|返答|心配)|お?礼状|気兼ね|(?:昼の)?お?弁当|お?昼)"
_UNNEEDED = re.compile(
    rf"(?:[一-龯ぁ-ゖァ-ヶー]{{1,10}}の)?(?:ご|お)?{_NEED}(?:は|も|には|については)、?(?:特に|とくに|一切|まったく|全く|もう)?、?(?:ご)?(?:不要です|無用です|要りません|いりません|必要(?:は)?(?:あり|ござい)ません|及びません|結構です|(?:なさ|され)?(?:ら)?な(?:さら)?(?:なく|ないで)て?(?:結構|大丈夫)です|なさらなくて(?:結構|大丈夫)です)"
    r"|(?:(?:当方|こちら|当課|私ども|私たち|当署|当館|うち)から(?:の)?)?(?:お願いすること|お願い|要望|希望|質問|お尋ね|変更|変更点|お伺いしたいこと|伺いたいこと|聞きたいこと|気になる点|気がかり|注文|異論|意見|不明な点|追加のお願い|特記事項|心配な点|申し上げること|伝達事項|連絡事項|疑問)(?:は|も)、?(?:特に|とくに|何も|一切|まったく|全く)?、?(?:あり|ござい)ません"
    r"|(?:どうぞ)?(?:ご)?(?:遠慮|心配|気遣い|気づかい|お構い)(?:は)?なさらないでください|お気になさらないでください|(?:ご)?(?:安心|心配なく|遠慮なく)(?:を|ください)?"
    r"|迷惑だなんて、?とんでもない(?:です|ことです)?|(?:こちら|道中)(?:は|も)?、?(?:大丈夫です|心配(?:は)?(?:いり|あり)ません)|もう(?:すっかり)?心配(?:は)?(?:あり|ござい|いり)ません"
)
_FURNITURE = r"(?:机|椅子|いす|イス|座布団|畳|板の間|床|白板|ホワイトボード|黒板|マイク|スクリーン|暗幕|並べ方|配置|座り方|席順|演台|テーブル|ござ|カーペット|時計|和室|洋室|低い椅子|置き方)"
_ANY_WAY = re.compile(
    rf"(?:[一-龯ぁ-ゖ]{{1,6}}の)?{_FURNITURE}(?:の(?:部屋|間|会場|並べ方|配置|形|向き|有無|置き方|種類|高さ|上))?(?:は|なら|も)?、?(?:何でも|どんな形でも|いくつでも|どのようでも|どのようでも|お任せ(?:いた)?しますが|そのままで|あるもので|問わず|でも|があってもなくても|がなくても|なしでも|のままで|のままでも|だけでも)、?(?:全く|まったく|一向に|まるで|十分)?、?(?:構いません|かまいません|支障(?:は)?(?:あり|ござい)ません|大丈夫です|平気です|困りません|問題(?:は)?(?:あり|ござい)ません|気にしません|結構です|できます|話せます|慣れて(?:い|おり)ます)"
)
_WELL = re.compile(
    r"(?:私(?:の)?|職員(?:の)?|家族(?:の)?|子ども(?:の)?|講師の)?(?:体調|健康|喉|のど|声の調子|腰痛|腰|膝|風邪|熱|咳|足|けが|怪我|体|花粉症)(?:は|も)、?(?:もう|すっかり|おかげさまで|今は|この通り)*、?(?:万全です|元気です|治りました|良くなりました|よくなりました|完治しました|下がり(?:ました)?|下がって(?:い|おり)ます|落ち着きました|絶好調です|良好です|丈夫です)"
    r"|元気に(?:復帰して(?:い|おり)ます|戻りました|復帰しました|働いて(?:い|おり)ます|して(?:い|おり)ます)|(?:マイク(?:なしで|は?なくて|がなくて)も、?)?(?:もともと)?声は(?:よく|大きく)?(?:通る(?:ほう|方)|大きい(?:ほう|方))です"
    r"|(?:予防接種|(?:インフルエンザの)?注射|ワクチン)(?:は|も)(?:もう)?(?:済ませました|済んで(?:い|おり)ます|打ちました|終わりました)"
)
_LATE_REPLY = re.compile(
    r"(?:お?返事|ご?返信|ご?返答|お返し|ご?連絡|気付くの|気づくの|確認|開封)(?:の|する)?(?:の)?が(?:すっかり|少し|大変)?遅(?:れ|くなり|くなってしまい|れてしまい)(?:まし)?た(?:のは、?私の(?:不手際|不注意|うっかり)です|こと、?お詫び(?:し|いたし)ます)?"
    r"|(?:メール|ご?依頼|文書|書類)を(?:うっかり)?見落として(?:い|おり)(?:まし)?た|迷惑メール(?:フォルダ)?に(?:入って|紛れて|振り分けられて)(?:い|おり)(?:て|まし?た)|(?:昨日|先週|一昨日|月曜|週末|今朝|昨夕)は、?(?:休暇|お休み|休み)をいただいて(?:い|おり)ました"
    r"|お?電話に出られず、?(?:大変)?(?:失礼|申し訳)(?:(?:いた)?しました|ございませんでした)?|(?:乱文|長文|悪筆|短文)(?:を)?、?(?:どうぞ)?(?:お許し|ご容赦)ください|お恥ずかしい(?:限り|かぎり)です"
)
_AS_EVER = re.compile(
    r"(?:前回|昨年|去年|例年|いつも)(?:と同じ|どおりの|通りの|の)(?:段取り|流れ|手順|調子|要領|やり方)で(?:動き|進め|準備し|伺い|参り|まいり)ます|(?:お?時間|時間内|お時間内|予定の時間)に(?:きちんと|必ず|うまく)?収めます"
    r"|(?:難しい|専門|専門の|堅い|横文字の)(?:用語|言葉|話)は(?:使い|し|いたし|極力使い)ません|(?:(?:会場の)?設営|後片付け|片付け|後始末|並べ替え|掃除|ごみの始末)(?:は|も)、?(?:すべて|全て)?(?:こちら|私ども|私たち|当方|当課|職員|自分たち)で(?:やり|し|いたし|済ませ|行い|引き取り)ます"
    r"|(?:まずは|取り急ぎ|以上)、?(?:承諾|お引き受け|お受けする旨)の(?:ご?連絡|お?返事|ご?報告|お知らせ)まで(?:です)?|(?:まだまだ|私は)?(?:口下手|話し下手|若輩者|駆け出し|新米)(?:です|ではあります|ではございます)"
)
_HELPED = re.compile(
    r"に(?:は)?(?:いつも|毎年|長年|大変|[一-龯]{1,6}の[一-龯]{1,6}で)*、?(?:も)?(?:助けていただき|助けられ|お手伝いいただ(?:き|いて(?:い|おり))|お世話になり|お世話になって(?:い|おり)|ご協力いただき|ご協力いただいて(?:い|おり)|よくしていただき|可愛がっていただき)(?:まし)?(?:た|ます)"
)
_FRAMES = (_SETTLED, _UNNEEDED, _ANY_WAY, _WELL, _LATE_REPLY, _AS_EVER)


def _is_frame(text: str) -> bool:
    return any(frame.fullmatch(text) for frame in _FRAMES) or bool(
        _HELPED.search(text) and not _NOW.search(text)
    )


_NOW = re.compile(r"当日|今回|講座の|ため|必要|ですと|なら|[たれ]ら")
