"""Words beside the figures that take their meaning from them. Pure: patterns only.

A plan or a guess, another day or round, another order, people counted apart: none of these may
be recorded by itself. Too many doubts cost a clerk a look; one too few counts wrong people.
"""

import re

_KANJI = "〇一二三四五六七八九十百"
_NOT_DONE = r"(?:さ?れ|し|でき|せ)?(?:ておりません|ていません|ていない|ておらず|ておらん|てません|てない|ませんで|ません|なかった|なく|ない|ず|ぬ|まま)"
_NOT_HELD = re.compile(
    r"(?:(?:行|おこ)(?:わ|な)(?:れ|え)?|行なわ(?:れ)?|おこなわ(?:れ)?|行い|行な?い|おこない|行え|行っ|おこなっ|やり|やら(?:れ)?|やれ|やっ|開け|開き|開い|開か(?:れ)?|開催|実施"
    rf"|成立|催行|催さ(?:れ)?|でき|出来|来て|来られ|来れ|来|行け|行か|始め(?:られ)?|始まら|集まら|集まり){_NOT_DONE}"
    r"|(?:開催|実施|催行)(?:は|を|も|が)?(?:なし|無し|なく|見送|見合|せ[ずぬ]|しな|でき|不可|不能|断念|とりや|取り?や|ありませ|なかった|されず|取り?下)"
    r"|見送|見合わ?せ|流会|流れ(?:た|て|に)|不開催|未実施|未開催|不催行|不成立|休講|休会|閉会の?まま|断念|順延|振り?替|日延べ|先送り|繰り?延べ|キャンセル|ドタキャン"
    r"|とりや[めん]|やめ(?:ました|に|た)|なくなりました|無くなりました|ありませんでした。?$|なしになり|白紙|すっぽかし|成り立ち?ませ|不参加|欠席"
    r"|(?:ひとり|一人|1\s*人|一名|1\s*名|誰|だれ|どなた|参加者|来場者|受講者|聴講者|お客(?:様|さん)?)(?:は|が|も|として|すら)+(?:参加|来|い|お|見え|集ま|あ|応)?\S{0,6}?(?:ませ|なか|ない|なし|無し|なく|ゼロ|らず|来ず|えず|いず)"
    r"|(?:参加|来場|受講|聴講)者?(?:は|が|も|数は?|人数は?)?\s*(?:ゼロ|0(?!\d)|なし|無し|い?ませ|いな|な[くしか])|無人|空振り"
    r"|not (?:held|take place|happen|done|given)|n't (?:held|take place|happen|go ahead)|did ?n[o']t|was ?n[o']t|nobody|no ?one|no[- ]show|called off|no participants",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    rf"(?<![\d/])\d{{1,2}}\s*[月/]\s*\d{{1,2}}(?![\d/])|\d\s*日(?!\s*間)|[\d{_KANJI}元]\s*年(?!生|配)|[\d{_KANJI}]\s*月|[{_KANJI}]{{1,3}}日(?![\s々]*[間中常])"
    rf"|(?:第|パート)\s*[\d{_KANJI}]+(?!\s*[人名課係班室分小中高地保幼支\d{_KANJI}])|[\d二三四五六七八九十]\s*部|[\d{_KANJI}両]\s*(?:回|限|時限|コマ|日|講座|か所|箇所|会場)\s*(?:目|分|の|は|が|と|とも|合わせ|合計|:|$)|初回|最終回|次回|前回|今回以外|各回|毎回|全回|前半|後半|前期|後期"
    r"|[もう]?(?:一方|片方)の|別(?:の|な)(?:回|日|講座|会場|件|団体|学校|地区)|(?:他|ほか|べつ)の(?:回|日|講座|会場|件|団体)|もう(?:一つ|ひとつ|1つ|一件|1件|一回|1回)"
    r"|午前|午後|夜の|昼の|朝の|夕方の|夜間|昼間|昨年|去年|前年|一昨年|先週|先月|先々|先日の|前日|翌日|来週|来月|今度の|以前の|前の(?:回|日|講座)"
    r"|昨日|きのう|さくじつ|一昨日|おととい|本日|今日(?!子)|きょう|明日(?!香)|あす|あした|明後日"
    r"|(?:[月火水木金土日]曜)|\([月火水木金土日]\)|\d{1,2}\s*(?::\s*\d{2}|時(?!間))"
    r"|(?:\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s*\d|\d\s*(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|yesterday|\btoday\b|last (?:week|month|time)|\b(?:first|second|third|next) (?:session|lecture|round|part)|\d(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
_GUESS = re.compile(
    r"予定|見込|みこみ|(?:の|い|る|た|な)はず|筈|かも(?!め)|想定|申し?込|もうしこ|当初|前回|参考(?!に(?:な|し|でき|させ))|見積|目安|めやす|推定|推計|推測|予想|予約|予測|概算|概数|おおよそ|おおむね[\d]"
    r"|ざっと|ざっくり|でしょう|だろう|(?<![晴ばい])らしい|だそう|と聞(?:い|き(?!た))|記憶|うろ覚え|定員|募集(?![課係])|出欠|招待|仮(?:[のでに]|$)|未(?:定|集計|確定|計算)|(?:修正|訂正|変更)前|もと?は|元の|旧"
    r"|(?:入力|記入|書き?方|報告)?例(?:です|として|の|:)|(?:入力|記入|書き?)の?例|サンプル|テスト|試し|見本|下書|ドラフト|ダミー|実際(?:は|の|には|と)|実数|実績|正しくは|正しい(?:数|人数|の|方)|正確|ほんとう?は|本当は|本当の|ただ(?:し|、)|但し|(?<!お)もし(?!ろ)|場合|確定|最終"
    r"|変更|違|ちが(?:い|う|っ|え)|無視|破棄|削除|忘れて|ではな|じゃな|でなく|数え(?:て(?:い|お)?|間違|きれ|られ|ら)|自信|あやふや|曖昧|あいまい|適当|アバウト|若干|多少|目標|計画(?![課係室部推])|見通し|内定|登録(?![課係])|受付(?:の|時|数)|名簿|名寄せ|転記|代筆"
    r"|(?:調べ|確認|確かめ|問い合わせ|聞い)(?:て|し|中)|訂正(?:は|が|予)|二重|重複|オンライン|リモート|zoom|配信|ほかに|他に(?!は)|そのほか|その他|別に|別途|プラス|加えて|加え、|追加|さらに|除[いくき]|以外"
    r"|延べ|のべ|(?:途中|遅れて|あと)(?:から|で|参加|退|の)|入れ(?:替|か)|plan|expect|estimat|guess|maybe|perhaps|probably|approx|about\b|around\b|roughly|should be|registered|sign(?:ed)? ?up|actual|online|draft|example|sample|plus\b|not sure|unsure|\bif\b|\bbut\b",
    re.IGNORECASE,
)
_CARRIED_ON = re.compile(  # the figures' own sentence goes on: の見込み, くらいかと, を超え
    r"[ 、,]*(?:の(?!ん)|を|と(?:い|思|聞|の|な|見|想|報|記|し|か)|だ(?!い|れ)|くらい|ぐらい|ほど|程度|前後|弱|強|余|では|でな|じゃ|になり|にな[るら]|かな|が(?!ん)|\+|-|±|/|~|×)"
)
_MEANING = re.compile(
    r"順(?![調子])|(?<!取り)(?<!取)(?<!仕)組(?!織)|男|女|含|ふくむ|ふくみ|内訳|合計|総数|総計|合わせて|トータル|大人|おとな|オトナ|成人|こども|コドモ|子ども|子供|(?<![様調冊菓椅帽拍])子(?:は|が|も|の|:|数)|お子|児(?:童|$|は|が|の|と|も|数)|小学|中学|高校|園児|生徒|学生|大学生|未就学|乳幼児|幼児"
    r"|親(?![切し睦近])|保護者|家族|世帯|夫婦|ペア|職員|スタッフ|主催者|関係者|引率|付き?添|同伴|先生|教員|教諭|会員|高齢|シニア|年配|逆|反対|左|右|[一二三]つ(?:目|め|は)|[ひふ](?:と|た)つ(?:目|め|は)"
    r"|(?:最初|はじめ|先|次|最後|頭|後ろ|真ん中|末尾)(?:が|は|の数|に(?:書|記|子|大|時|分)|です|から)|うち|(?<![時度重圧])計(?![画算])|人数|件数|部数|回数|台数|枚数|席|延|(?<![自十部気])分(?:は|が|と)|時間(?:は|数|:|$)|adult|child|kid|total|order|men\b|women|male|includ|famil|household|student|parent|staff|minutes? first",
    re.IGNORECASE,
)
_INCLUDES = re.compile(
    r"含|ふくむ|ふくみ|内訳|逆|反対|入れ(?:替|か)|延べ|のべ|スタッフ|職員|引率|付き?添|関係者|男|女|うち|合わせて|トータル|合計|総数|includ|total"
)
_PEOPLE_IN_WORDS = re.compile(
    rf"(?:[{_KANJI}]+|[数何半十]+)\s*(?:(?<!一人一)(?:人|名)(?!ひとり|一人|一名|(?:の(?:方|人|かた|参加者))?(?:から|より)?(?:、)?(?:ご?(?:質問|感想|意見|要望|相談|お礼)))|組|世帯|家族|家庭|時間|分(?=$|[\s、。で間も延長]))"
    r"|ひとり(?!ひとり)|ふたり|半数|半分|大勢(?:の|が)?(?:途中|帰)|倍"
)
# Below the figures, a line that looks like a name or a slogan: 男女順, 申込数.
_IN_A_NAME = re.compile(
    r"男女|女男|大人|おとな|子ども|こども|子供|[人組件総]数|組$|順$|順で|順番|逆$|逆順|内訳|合計|含む|込み|時点|現在"
)


def is_not_held(text: str) -> bool:
    return bool(_NOT_HELD.search(text))


def names_another_day(text: str) -> bool:
    """A day, an hour or a round. The session's own must have been taken away before."""
    return bool(_OTHER_DAY.search(text))


def is_a_guess(text: str) -> bool:
    return bool(_GUESS.search(text))


def carries_on(behind: str) -> bool:
    """Whether the figures are only a part of what their sentence says."""
    return bool(_CARRIED_ON.match(behind))


def gives_meaning(words: str, *, bare: bool) -> bool:
    """Who is among the figures; of bare ones also which is which."""
    return bool((_MEANING if bare else _INCLUDES).search(words))


def counts_more(words: str) -> bool:
    """A figure, or people counted in words."""
    return any(character.isdigit() for character in words) or bool(_PEOPLE_IN_WORDS.search(words))


def speaks(line: str, *, of_section: bool) -> bool:
    """A line that stands where a name does, but says something of the figures.

    `of_section`: it names one, and 男女共同参画課 is not about men and women.
    """
    if is_not_held(line) or is_a_guess(line) or names_another_day(line):
        return True
    return not of_section and bool(_IN_A_NAME.search(line))
