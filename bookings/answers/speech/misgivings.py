"""What takes an answer's certainty away, wherever it stands and however it was read. It only refuses.

A hedge, a day put off, an arrival, somebody else's yes, a refusal of one way only, a busy hour, a person
who is to be called: a careful clerk would ask. Classes of words, never sentences.
"""

import re
from datetime import time

from bookings.answers import when
from bookings.answers.slot import slot_of
from bookings.answers.speech import lexicon
from bookings.answers.speech.words import is_family, is_full_name, is_person, is_unlisted, words_of
from bookings.answers.understood import AnswerContext, Doubt, Intent, Meaning

_FOR_NOW = re.compile(
    r"(?:今|いま)の(?:ところ|所|段階|時点)|現(?:時点|段階|状|在)(?:のところ)?で?(?:は|、)|目下|さしあた|差し?当た|たぶん|多分|おそらく|恐らく|ひとまず|一応|いちおう|そのうち|いずれは|とりあえず|取り?敢えず|暫定|当面|原則|九割方|おおむね"
    r"|(?:今|いま)は、?[^。]{0,12}(?:空い|大丈夫|可能|できま|都合)|for now|at the moment|as of now|so far|probably|tentative",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"(?:とりあえず|取り?敢えず|ひとまず|一応)[、,]?(?:お?返事|ご?(?:回答|連絡|報告|返信)|お知らせ|御礼|お礼|右|要件|用件|ご?挨拶)"
)
_SLOT_LATER = re.compile(
    r"(?:日程|日時|日にち|期日|時間|時刻|開始)(?:は|について|に関して|につきまして|等?も)[^。]{0,10}(?:改めて|あらためて|後日|追って|おって|後ほど|のちほど|別途|未定|相談|調整)"
)
_FORMALLY = re.compile(
    r"(?<!もって)(?<!以て)正式(?:な|に|には|の)[^。]{0,8}(?:回答|返事|返答|文書|通知)[^。]{0,8}(?:します|いたします|予定|送|後日|改めて|出)"
)
_OTHER_THING = re.compile(
    r"第?\d\s?希望の(?:講座|講師|内容|テーマ|団体)|\d\s?番目?の(?!ご?希望|候補|日|日程|日時|枠|で|、)|第?\s?\d\s?(?:希望|候補|番)(?:の日)?で?も、?(?:お願い|可能|大丈夫|OK|お?引き?受け|お受け|伺え|対応|結構|構|空)"
)
_ARRIVES = re.compile(
    r"(?:\d{1,2}:\d\d|\d{1,2}時(?:\d{1,2}分|半)?)に(?:は)?(?:お?伺|うかが|参|まい|お邪魔|着|到着|行|現地)"
)
_THEIRS = re.compile(
    r"(?:講師|団体|自治会|先方|本人|代表者?)(?:の方)?(?:が|も)[^。、]{0,4}(?:承諾|お?引き?受け|快諾|了承)"
)
_RELATIVE = re.compile(r"翌日の?(?=\s?(?:午|\d{1,2}\s?[:時]))|(?:次の|あくる)日(?:の|に|で)")
_TAKING = r"[^。、]{0,10}(?:お?受け|引き?受け|お?伺|対応|お?[答応]え|協力|応じ|派遣)"
_IN_PART = re.compile(  # what a refusal is limited to
    rf"(?:まだ|(?:今|いま)(?:すぐに?)?は|今すぐに?は|現(?:時点|段階)では|(?:今|いま)の(?:時点|ところ|段階)(?:では)?|(?:この|その)まま(?:では|だと)|(?:電話|メール|文書|口頭)では|\d{{2,3}}分では|(?:\d人|一人|ひとり|私|わたし)では|一存では|私からは|(?:全部|すべて|全て)は|(?:すべて|全て)のご?(?:要望|希望)に|(?:方|人)が(?:いる|いらっしゃる)と){_TAKING}|見込みです|答えできません"
)
_QUOTED = re.compile(  # whose words the ones before were, or whether they hold
    r"^(?:と(?=お伝え|いう|言|昨|去|前|上司|部下|課長|係長|部長|本人|団体|書|申して|答|聞|思|伝|返|考|の(?:こと|話))|って|なんて|なんちゃ|というの|して?いました|しました$|できるよう)|先ほどの(?:返信|メール|回答)|(?:よろしい|宜しい|いい|良い)です(?:よね|ね|か)$"
)
_AT_TIMES = re.compile(
    r"(?:する|しない|できない|伺えない)(?:こと|場合)(?:も|が)(?:あり|ござい)ます"
)
_RECEIVED = re.compile(r"承りました|(?<!引き)(?<!引)(?:お受け|受け)(?:いた)?しました|を受けました")
_OWN_YES = re.compile(
    r"承諾|受諾|快諾|引き?受|お?受けし?ます|お?受けいたします|お?受けさせ|お?受けする|受けられ|お?受けでき|承ります|承らせ|お任せ|参ります|まいります|伺|うかが|派遣|対応|担当(?:いた|し|させ|で)|つとめ|実施|可能|大丈夫|OK|お願いし|務め|喜んで|よろこんで|行きます|出向"
)
_ENGLISH_YES = re.compile(
    r"\bwould (?:love|want) to accept|\bI would accept|\bwe would accept|\balso works?\b|works? too\b|\bavailable\b(?!.*\baccept)|\b(?:is|are) free\b|\bask (?:mr|ms|mrs|him|her|our)|second request|accept (?:that|this|the other|another) (?:one|date|day|slot|time)",
    re.IGNORECASE,
)
_ENGLISH_NO = re.compile(
    r"(?:cannot|can't|not|no reason to|never) decline|cannot accept (?:all|the|both|at this|any of the)|can't accept (?:all|the|both|at this)",
    re.IGNORECASE,
)
_ENGLISH_TALK = re.compile(
    r"\b(?:could|can|may|shall) we (?:talk|meet|speak|discuss|call)\b", re.IGNORECASE
)
_BARE_WISH = re.compile(r"第?\s?[1-3]\s?(?:番|希望)?(?:で|を)?(?:お願いします)?")
_TITLE_ALONE = re.compile(r"承諾\s+(?:課|係|部|館|所|次|室)長(?:$|。)")
_UNDECIDED = re.compile(
    r"(?<!返事が)(?<!返信が)(?<!回答が)遅れます|回覧中|稟議|起案|伺いを立て|決裁(?:中|待ち)|担当者?が(?:不在|休)|(?:市長|町長|課長|部長|係長)(?:が|も)(?:ご?挨拶|同行|参加|出席)|内容は[^。]{0,8}決め|みんなで|(?:一人|1人|ひとり)で(?:お?伺|参|行)|お礼は|\d時に(?:役所を)?出"
    r"|(?:出張|研修|会議|当直|当番|訓練|休暇|議会|公務|別件|説明|打ち?合わ?せ|下見)(?:で|に|へ)(?:は)?、?(?:お?伺|行|参|出|まい)|出張(?:です|に出)|(?:市民|団員|委託先|学生)\S{0,3}が(?:お?伺|参|行)"
    r"|(?:先日|昨日|昨年|以前|前回|先週|先月)[^。]{0,10}(?:承諾|お?引き?受け|お受け)(?:いた)?しました|が(?:決め|選び)ます|までに(?:承諾|お?返事|ご?回答)|\d日?に承諾|講師は\S+です。.*(?:すみません|失礼|間違|訂正|ではなく)|どう(?:でしょう|ですか)|[^\s、。]が出ます|(?<![望日時分半曜後前\d)])なら(?:ば)?、?(?:お?伺え|行け|参れ|対応でき|可能)|(?:時|分|半|\d:\d\d)\s?(?:くらい|ぐらい|ごろ|頃|前後)"
)
_SWALLOWED = re.compile(  # beside a refusal or another day
    r"改めて検討|回覧中|稟議|起案|伺いを立て|別の課が|お?電話(?:いた)?します"
)
_LIFTED = re.compile(
    r"(?:断り?|辞退|見送り?|受けできない|伺えない)[^。]{0,12}(?:ましたが|でしたが)|(?:調整|都合)[がも]つきました|(?:予定|枠|日程)[がも]空きました|見つかりました|事情が変わりました"
)
_NEARLY = re.compile(
    r"と(?:言|聞|伺)[いわっ]|(?:迎え|送迎|車|昼食|弁当|お茶|謝礼|謝金)(?:は|を)[^。]{0,6}(?:辞退|遠慮|断)|\d階では|駐車場が|(?:辞退|お?断り?|見送)(?:する|り)?(?:ところ|寸前|つもり|予定)(?:で|だ)"
)
_NOT_OFFERED = re.compile(
    r"検討(?:します|中)|調整中|候補(?:に|として)|夜\s?\d|(?:時|:\d\d)から\s?\d{1,2}\s?[/月]|に(?:変更に)?なりました|(?:団体|自治会|講師|先方)は[^。]{0,24}(?:希望して|空いて)|いかがでした|(?:お願い|お伺い|提案)(?:して|を)?(?:い|おり)ました|思って(?:い|おり)まし(?:た|て)|打ち?合わ?せ(?:が)?(?:可能|でき)|お時間(?:を)?いただ|(?:可能|大丈夫|空いて|伺え)\S{0,6}(?:かと)?(?:思|存じ)い?ます"
)
_BUSY = re.compile(
    r"(?:会議|議会|研修|訓練|行事|出張|先約|工事|休館|点検|予定|不在|講座|式典|用務|業務|埋ま|塞が|ふさが|詰ま|かぶ[りる]|被[りる]|重な)[^。]{0,8}(?:ため|ので|ており|まして|から|為|につき)"
)
_OFFERED = re.compile(
    r"(?:(?:空いて|空けて)(?:い|お)(?:る|り|ます)|可能|都合が(?:つく|つき|よ|良)|伺え|伺う|大丈夫|なら|でしたら|であれば|お願い|変更|提案)(?!.*(?:しか|ない|悪))"
)
_TAKEN = re.compile(  # the particle right behind the day or the hour
    r"(?:時|分|半|:\d\d|日|\d)(?:\s?\([月火水木金土日]\))?(?:は|に|しか|から|より|の)[^。]{1,24}(?:ため|ので|為)(?:です)?$"
)
_CALLS = re.compile(r"連絡(?:先|担当|係|窓口|は|役)|問い?合わせ先?|窓口")
_LEADS_MATTER = re.compile(r"(?:この件|本件|当件|今回の件)は、?[^。、]{1,6}が(?:担当|対応)")
_ENUMERATED = re.compile(r"^\(?\d\s?[).]")
_HONOURED = "(?:様|さま|市長|町長|村長|議員|会長|自治会長|社長)"
_DAY = re.compile(r"(?:1[0-2]|[1-9])\s?[月/]\s?(?:[12]\d|3[01]|[1-9])")
_EARLIEST, _LATEST = time(7), time(21)


def refuse(meaning: Meaning, texts: list[str], *, context: AnswerContext) -> None:
    """Doubt where the sentences hold one of these. `texts`: as folded for matching."""
    whole = "。".join(texts)
    if any(_QUOTED.search(one) for one in texts):
        raise Doubt("not_understood")
    if _AT_TIMES.search(whole):
        raise Doubt("condition")
    if meaning.intent in (Intent.ACCEPT, Intent.COUNTER) and _is_for_now(whole):
        raise Doubt("later")
    match meaning.intent:
        case Intent.ACCEPT:
            _refuse_yes(meaning, whole, context=context)
            _refuse_names(meaning, whole, context=context)
            if meaning.choice and sum(bool(_ENUMERATED.match(one)) for one in texts) > 1:
                raise Doubt("several_wishes")  # 「1) 承諾します 2) 講師は…」 counts its lines
        case Intent.DECLINE if any(
            one.search(whole) for one in (_IN_PART, _NEARLY, _LIFTED, _SWALLOWED, _ENGLISH_NO)
        ):
            raise Doubt("condition")
        case Intent.DECLINE if _of_some_days(whole, context=context):
            raise Doubt("condition")
        case Intent.COUNTER:
            _refuse_offer(meaning, texts, context=context)


_WHOLE = re.compile(
    r"いずれ|すべて|全て|どの|どちら|どれ|何れ|とも|両日|全日|他の|ほかの|以外|希望日は|年内|今回|このたび|この度|講座|派遣|依頼|標記|本件|\d日間|から\d|~|まで"
)
_SETTLING = re.compile(r"^辞退\s*(?:理由\s*:?)?\s*調整(?:中)?の?(?:ため|為)")
_GRAMMAR = re.compile(r"^辞退[\s:。]")
_PART_OF_DAY = re.compile(r"午前|午後|夕方|\d{1,2}時|\d{1,2}:\d\d|第\s?\d\s?希望")


def _of_some_days(text: str, *, context: AnswerContext) -> bool:
    """「12月17日は会議のため辞退します」, where other wishes stand."""
    if _SETTLING.match(text):
        return True
    if len(context.wishes) < _TWO or _WHOLE.search(text):
        return False
    try:
        days, rest = when.take_days(text, today=context.today)
    except Doubt:
        return False
    bare, _rest = when.take_bare(rest)
    named = {day.day for day in days} | set(bare)
    if named and _GRAMMAR.match(text):
        return False  # 「辞退 12/17は訓練のため」 is what our mail taught
    known = {day.day for day in context.known_days}
    return (bool(named) and bool(known - named)) or (not named and bool(_PART_OF_DAY.search(text)))


_TWO = 2


def refuse_swallowed(meaning: Meaning, text: str) -> None:
    """What courtesy could hide beside a refusal or another day: 「今のところは。」, 「お電話します。」."""
    beside = meaning.intent in (Intent.DECLINE, Intent.COUNTER)
    if beside and (_SWALLOWED.search(text) or _STILL.search(text)):
        raise Doubt("later")
    if _NOT_IN_FORCE.search(text):
        raise Doubt("later")
    if _TO_OTHERS.match(text):
        raise Doubt("handed_over")
    if meaning.intent == Intent.ACCEPT and _LATE.search(text):
        raise Doubt("more_than_answer")


_BOX_CHANGED = re.compile(
    r"[□☐◻][^\n]{0,3}(?:承諾|辞退)(?:しません|しない|できません|ではありません|ですか)"
)
_BOX_MARKED = re.compile(r"[☑✓✔■]\s?(?:承諾|辞退)する")


def is_changed_form(text: str) -> bool:
    """「□承諾しません ☑辞退」: rewritten by hand. Beside a marked 「承諾する」 it is the other box."""
    return bool(_BOX_CHANGED.search(text)) and not _BOX_MARKED.search(text)


_LATE = re.compile(
    r"(?<!返事が)(?<!返信が)(?<!回答が)(?<!連絡が)遅れます|定年を|(?:^|。)\s?(?:二部制|派遣|嘱託|早い|遅い|暗い)です|\bAsk (?:Mr|Ms)"
)
_TO_OTHERS = re.compile(  # a line of address to somebody else than the desk
    r"^(?:(?:課|係|部|館|所|次|室)長|(?!\S{0,8}(?:学習|教育|事務局|担当))\S{1,8}(?:課|係|室|館|署|センター)(?:\s?\S{1,6}様|\s?御中|\s?ご中))[、,]?(?:。|$)"
)
_STILL = re.compile(r"(?:^|[。\s])(?:今|いま)のところ(?:は)?(?:、|。|$|\s|お|辞|見)")


_NOT_IN_FORCE = re.compile(  # a line of its own: a draft, a paper that goes round, one that is sent along
    r"(?:^|。)[※*\[(【\s]*(?:伺い?|(?:回答)?案|仮|予定(?:です)?|下書き|草稿|draft|施行注意|要確認|確認中|ですよね|でしたっけ|多分|たぶん)[\])】\s]*(?=$|。)"
    r"|(?:^|。)\s*(?:添付|別添|別紙)(?:の?(?:文書|書類|ファイル|回答書?|資料))?(?:の(?:とおり|通り)|を?参照|のみ)?[\s)]*(?=$|。)"
    r"|\bthis is (?:only |just )?(?:a )?(?:draft|test|sample)\b",
    re.IGNORECASE,
)


def _is_for_now(text: str) -> bool:
    """「今のところ空いています」: not firm. 「とりあえずお返事まで」 is."""
    return bool(_FOR_NOW.search(_REPORTING.sub("", text)))


def _refuse_yes(meaning: Meaning, text: str, *, context: AnswerContext) -> None:
    if _SLOT_LATER.search(text) or _FORMALLY.search(text):
        raise Doubt("later")
    if _RECEIVED.search(text) and not _OWN_YES.search(_RECEIVED.sub("", text)):
        raise Doubt("acknowledged")
    if _ENGLISH_YES.search(text) or _TITLE_ALONE.search(text):
        raise Doubt("not_understood")
    if (
        _UNDECIDED.search(text)
        or _OTHER_THING.search(text)
        or _THEIRS.search(text)
        or _LEADS_MATTER.search(text)
    ):
        raise Doubt("more_than_answer")
    if _RELATIVE.search(text):
        raise Doubt("relative_day")
    slot = slot_of(meaning.choice, context=context)
    known = slot.starts.time() if slot is not None and slot.starts else None
    if meaning.start and known and meaning.start != known and _ARRIVES.search(text):
        raise Doubt("several_times")


def _refuse_names(meaning: Meaning, text: str, *, context: AnswerContext) -> None:
    known = {re.sub(r"\s", "", name) for _id, name, _kana in context.lecturer_names}
    for name in meaning.lecturers:
        listed = any(name in (one, one[: len(name)]) for one in known)
        if not (listed or _could_be_named(name)):
            raise Doubt("more_than_answer")
        if _is_guest(name, text):
            raise Doubt("more_than_answer")
    if len(meaning.lecturers) > 1 and re.search(r"が\S{1,6}を(?:講師として)?派遣", text):
        raise Doubt("more_than_answer")
    if len(meaning.lecturers) > 1 and re.search(r"講師\s?[:は].*担当者?\s?[:は]", text):
        raise Doubt("more_than_answer")
    calls = [one for one in re.split("[。、(]", text) if _CALLS.search(one)]
    if any(name in one for name in meaning.lecturers for one in calls):
        raise Doubt("more_than_answer")


_OTHER_TIME = r"(?:先に|明日|明後日|本日|今日|昨日|先日|前回|昨年|来週|あす)"
_CAME = r"が\S{0,6}(?:伺い|参り|まいり|行き|務め|担当し|お話しし|派遣し)ました"


def _is_guest(name: str, text: str) -> bool:
    """Somebody of the group's, of the town's top, or of another day."""
    one = re.escape(name)
    return bool(
        re.search(
            rf"(?:^|。){one}(?:さん|様|さま|くん|君)[、,]|{one}\s?{_HONOURED}|{_OTHER_TIME}は?、?{one}|{one}{_CAME}",
            text,
        )
        or re.match(rf"{_OTHER_TIME}|.*{_HONOURED}$", name)
    )


_NO_NAME = frozenset(
    "有 無 済 未 可 否 難 要 急 仮 同 次 別 他 全 各 両 先 元 新 旧 私 了 左 右".split()
)


def _could_be_named(name: str) -> bool:
    """A name of the dictionary, or a word that it does not know; never a common word."""
    words = words_of(name)
    if name in _NO_NAME or name in lexicon.NO_PERSON:
        return False
    if name[-1] in "記代拝" and is_family(name[:-1]) and not is_family(name):
        return False  # 「田中記」: who writes
    if name.isascii() and name.isupper():
        return False
    if name.isascii() or is_family(name) or is_person(words) or is_full_name(name):
        return True
    if any(word.lemma in lexicon.STAND_IN for word in words):
        return False
    if len(words) == 1:
        return is_unlisted(words[0]) or words[0].sort.startswith("固有名詞")
    parts = (word.sort.startswith("固有名詞") or len(word.surface) == 1 for word in words)
    return all(parts) and any(word.sort.startswith("固有名詞") for word in words)


def _refuse_offer(meaning: Meaning, texts: list[str], *, context: AnswerContext) -> None:
    whole = "。".join(texts)
    if _SWALLOWED.search(whole):
        raise Doubt("later")
    if _NOT_OFFERED.search(whole):
        raise Doubt("not_understood")
    if _ENGLISH_TALK.search(whole):
        raise Doubt("more_than_answer")
    if any(_BARE_WISH.fullmatch(one.strip(" 。")) for one in texts):
        raise Doubt("two_answers")
    commanded = whole.lstrip().startswith("別日")  # meant so: the town's hours say what is wrong
    if _is_busy_only(texts):
        raise Doubt("no_date")
    _refuse_other_place(whole, context=context)
    for one in meaning.proposals:
        if one.day <= context.today:
            raise Doubt("past_or_far")
        if one.starts and not commanded and not _EARLIEST <= one.starts <= _LATEST:
            raise Doubt("not_understood")
        if one.starts and one.ends and context.minutes:
            minutes = (one.ends.hour - one.starts.hour) * 60 + one.ends.minute - one.starts.minute
            if minutes < context.minutes:
                raise Doubt("length_differs")


_AT_PLACE = re.compile(
    r"(?P<place>[一-龯]{0,4}(?:会議室|研修室|庁舎|市役所|町役場|センター|公民館|体育館|会館|集会所|図書館)|オンライン|Zoom)(?:で|にて)の?(?:開催|実施)?(?:を|で)?(?:お願い|いかが|実施|開催|でき|行い)"
)
_LASTING = re.compile(r"(?<![\d:時])(\d{2,3})分(?:間|で|の)")


def _refuse_other_place(text: str, *, context: AnswerContext) -> None:
    """「12/10 10時、市役所会議室でお願いします」, 「10時から45分で」: more than the day is changed."""
    place = _AT_PLACE.search(text)
    if place and place["place"] not in context.sent_text:
        raise Doubt("more_than_answer")
    lasting = {int(one) for one in _LASTING.findall(text)}
    if context.minutes and lasting - {context.minutes}:
        raise Doubt("length_differs")


def _is_busy_only(texts: list[str]) -> bool:
    """「12/18 10時から会議があるため、別日でお願いします」: every day in it is one that is taken."""
    pieces = [piece for text in texts for piece in re.split(r"(?<=ため)|(?<=ので)|、|。", text)]
    kept = [piece for piece in pieces if piece]
    dated = [at for at, piece in enumerate(kept) if _DAY.search(piece)]
    return bool(dated) and all(
        _is_reason(kept[at]) or (_is_bare(kept[at]) and _is_reason("".join(kept[at + 1 : at + 2])))
        for at in dated
    )


_MOMENT = re.compile(r"[\d月日時分半/:~()（）午前後月火水木金土日曜のからより\s-]+")
_BUSY_ALONE = re.compile(
    r"(?:会議|議会|研修|訓練|行事|出張|先約|工事|休館|点検|式典|用務|不在)(?:です)?"
)


def _is_bare(piece: str) -> bool:
    """A day and an hour, and no word: what they are, the next piece says."""
    return bool(_MOMENT.fullmatch(piece))


def _is_reason(piece: str) -> bool:
    """A day and an hour, and why: 「12/18 10時は都合が悪いため」; not 「10時なら空いているので」."""
    why = _BUSY.search(piece) or _TAKEN.search(piece) or _BUSY_ALONE.fullmatch(piece.strip())
    return bool(why) and not _OFFERED.search(piece)
