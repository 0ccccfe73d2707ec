"""The list of facts below a letter, or in a form's fields: which label it is, and whether it is ours.

Each fact of the ask must equal ours; what is not said (未定) or free (備考) waits for a person.
"""

import re
from dataclasses import dataclass, field

from bookings.answers import when
from bookings.answers.speech import facts, lexicon
from bookings.answers.speech.clauses import Clause, doubts_of
from bookings.answers.speech.lexicon import group
from bookings.answers.speech.words import is_person, words_of
from bookings.answers.understood import AnswerContext, Doubt

WHEN = group(
    "日時 期日 日程 実施日 開催日 実施日時 開催日時 派遣日時 派遣日 年月日 希望日時 提案日時 実施期日 日にち 開始時刻 開始時間 開始 時間 時刻 実施時間 希望日 代替日 提案日 講演日時 開催期日 派遣期日"
)
RANK = group("希望順位 順位 希望 希望番号 選択 番号")
ANSWER = group(
    "諾否 可否 回答 結果 ご回答 返答 派遣可否 派遣の可否 承諾の可否 回答欄 承諾可否 実施可否 実施の可否 諾否回答"
)
WHO = group(
    "講師 派遣者 派遣職員 担当講師 担当司書 講師名 講師氏名 派遣講師 派遣する職員 講師職氏名 職氏名 担当職員 派遣職員名 氏名 講師(職氏名) 従事者 講師等 派遣する講師 講師予定者"
)
WHY = group("理由 辞退理由 辞退の理由 不可の理由 派遣できない理由 承諾できない理由")
FREE = group("備考 その他 連絡事項 特記事項 条件 要望 摘要 特記 留意事項 依頼事項")
POST = group("職名 職 所属 役職 補職名 職種 所属名")
WHERE = group(
    "会場 場所 開催場所 実施場所 講座 講座名 講演 テーマ 演題 題名 題目 内容 団体 団体名 申込団体 申込団体名 依頼者 主催 主催者 対象 申込者 依頼団体 派遣先 参加人数 人数 受講者 参加者 会場名 講座番号 派遣場所 実施会場 派遣先団体 実施先 講演題目 講義名 受講人数 参加予定人数 講座内容 依頼元 実施内容"
)
ALL = WHEN | RANK | ANSWER | WHO | WHY | FREE | POST | WHERE
_LABEL = "|".join(sorted((r"\s?".join(map(re.escape, one)) for one in ALL), key=len, reverse=True))
_ITEM = r"^[・■●◆◇*※-]?\s?(?:\(?(?:\d{1,2}|[ア-ンa-z])[).、]?\s*)?"
_SPLIT = re.compile(
    rf"{_ITEM}[\[【(<]?(?P<label>{_LABEL})[\]】)>]?(?P<gap>\s*:\s*|\s+|(?<=[\]】]))(?P<value>\S.*)$"
)
_NUMBERED = re.compile(rf"{_ITEM}(?P<label>{_LABEL})(?P<gap>\s*)(?P<value>\S.*)$")
_ALONE = re.compile(rf"{_ITEM}[\[【(<]?(?P<label>{_LABEL})[\]】)>]?\s?:?$")
_NOTHING = re.compile(
    r"(?:特に)?(?:なし|無し|ありません|ございません|無|ない)(?:です)?|-+|/|該当なし"
)
_YES = group(
    "承諾 可 諾 受諾 承諾します 承諾する 可能 派遣可 承諾いたします 派遣する 派遣します 引き受けます 引受可 快諾 受諾します ○ 実施する 実施します 派遣できます"
)
_NO = group(
    "辞退 否 不可 不承諾 辞退します 辞退する 派遣不可 辞退いたします 派遣できません 派遣しない 不諾 引受不可 × 派遣できない 承諾できません 実施できない"
)
_OTHER = group("別日 別日希望 別の日 別日提案")
_GLUE = re.compile(
    r"(?:から|まで|より|開始|終了|予定通り|ごろ(?!)|[\s、()~:-]|の|\t|第[1-3]希望|60?分(?!)|に(?:て|おいて)?)*"
)
_RANKED = re.compile(r"第\s?([1-3])\s?(?:希望|候補)(?:日時?)?|^([1-3])(?:番|位)?$")


@dataclass
class Told:
    """The facts as sentences of the grammar."""

    sentences: list[str] = field(default_factory=list)
    reason: str = ""
    answers: bool = False
    differs: bool = False
    offers_day: bool = False
    unread: bool = False


def split(line: str, *, inside: bool) -> tuple[str, str] | None:
    """Label and value. A bare blank parts them only where the list stands, or below a number."""
    found = _SPLIT.match(line)
    if found is None:
        return None
    label = re.sub(r"\s", "", found["label"])
    if not found["gap"] and (label in POST or label == "氏名"):
        return None  # 「【氏名】山根」 is whoever answers
    value = found["value"].strip()
    told = re.search(r"[。]|(?:ます|です|ください|ません)$", value) and label not in WHY | FREE
    if told and label not in ANSWER:
        return None
    return label, value


def heads(line: str) -> str | None:
    """「日時」 alone: a cell of a table, its value in the next line."""
    found = _ALONE.match(line)
    return re.sub(r"\s", "", found["label"]) if found else None


def is_person_line(line: str) -> bool:
    """「防災課 防災係長 山根」 below 「次の者とする」."""
    return split(line, inside=True) is None and _name(_bracketless(line)) is not None


def told(found: list[tuple[str, str]], *, context: AnswerContext) -> Told | None:
    """None: a fact that cannot be read at all."""
    said = Told()
    moments: list[str] = []
    for label, value in found:
        if label in WHERE:
            said.differs = said.differs or not _is_ours(label, value, context=context)
        elif label in WHEN and _RANKED.fullmatch(value.strip("() ")):
            _ranked(value, said=said)
        elif label in WHEN:
            moments.append(_moment(value, context=context, said=said))
        elif label in RANK:
            _ranked(value, said=said)
        elif label in ANSWER:
            _answered(value, said=said)
        elif label in WHO:
            _named(value, said=said)
        elif label in WHY:
            said.reason = "" if _NOTHING.fullmatch(value) else value
            said.differs = said.differs or _holds_more(said.reason, context=context)
        elif label in FREE:
            said.differs = said.differs or not _NOTHING.fullmatch(value)
        elif not _is_post(value):
            said.differs = True
    if any(moments):
        _meet(moments, said=said, context=context)
    return None if said.unread else said


_OPEN = re.compile(
    r"可能|空い|でき(?:ます|る)|伺え(?:ます|る)|別[のな]?日|代替|次回|来[月年]|後日|改めて|検討|保留|承諾|[?？]"
)


def _holds_more(reason: str, *, context: AnswerContext) -> bool:
    """A reason that offers, asks or hangs on something."""
    reason = _NOBODY_CAN.sub("", reason)
    clause = Clause(tuple(words_of(reason)))
    if doubts_of(clause) & {"condition", "question", "request"} or _OPEN.search(reason):
        return True
    return not when.known_days_only(reason, today=context.today, known=context.known_days)


_NOBODY_CAN = re.compile(
    r"(?:派遣|対応|担当|伺うことが|出張)でき(?:る|ます)(?=(?:職員|者|講師|人員?)[がも](?:い|お|居)(?:ない|らず|りません|ません))"
)


def _is_ours(label: str, value: str, *, context: AnswerContext) -> bool:
    values = [one for one in re.split(r"[()]", value) if one.strip()]
    labels = [label, *(["会場"] * (len(values) - 1))] if _HOST.match(label) else [label]
    if len(values) == len(labels) == _HOST_AND_PLACE:  # 「桜が丘自治会(桜が丘公民館)」
        return all(
            facts.is_ours(of, one, sent_text=context.sent_text)
            for of, one in zip(labels, values, strict=True)
        )
    return bool(facts.is_ours(label, value, sent_text=context.sent_text))


_HOST = re.compile(r"派遣先|団体|実施先|依頼者|主催")
_HOST_AND_PLACE = 2


def _moment(value: str, *, context: AnswerContext, said: Told) -> str:
    """The day and the hours as written; anything else beside them is not ours."""
    try:
        days, rest = when.take_days(value, today=context.today)
        spans, rest = when.take_spans(rest)
    except Doubt:
        said.differs = True
        return ""
    rest = re.sub(r"(?<=\d)分", "", rest)
    length = re.search(r"\(?\s?(\d{2,3})分間?\s?\)?", value) if "分間" in value else None
    if length and int(length[1]) != context.minutes:
        said.differs = True
    rest = re.sub(r"\(?\s?\d{2,3}分間\s?\)?", "", rest)
    if not (days or spans) or len(days) > 1 or len(spans) > 1 or not _GLUE.fullmatch(rest):
        said.differs = True
    return value


def _meet(moments: list[str], *, said: Told, context: AnswerContext) -> None:
    text = " ".join(one for one in moments if one)
    try:
        days, rest = when.take_days(text, today=context.today)
        spans, _rest = when.take_spans(rest)
    except Doubt:
        said.differs = True
        return
    if len(set(days)) > 1 or len(set(spans)) > 1:
        said.differs = True
        return
    day = days[0] if days else None
    if day is not None and day not in context.known_days and context.asked_starts is not None:
        said.offers_day = True
        said.sentences.append(_written(day, spans) + "を提案します")
        return
    ranks = [int(one) for found in said.sentences for one in re.findall(r"^第([1-3])希望で", found)]
    ranks += [int(one[0] or one[1]) for one in _RANKED.findall(text)]
    if not _keeps_start(day, spans, ranks=ranks, context=context):
        said.differs = True
    said.sentences = [one for one in said.sentences if not one.startswith("第")]
    rank = _rank(day, spans, ranks=ranks, context=context)
    if rank is not None:
        said.sentences.append(f"第{rank}希望でお引き受けします")
    said.sentences.append(_written(day, spans) + "です")


def _written(day: object, spans: list[when.Span]) -> str:
    parts = [f"{day.month}月{day.day}日"] if day is not None else []  # type: ignore[attr-defined]
    parts += [f"{one.starts:%H:%M}" + (f"~{one.ends:%H:%M}" if one.ends else "") for one in spans]
    return " ".join(parts)


def _rank(day, spans, *, ranks: list[int], context: AnswerContext) -> int | None:  # type: ignore[no-untyped-def]
    if ranks:
        return ranks[0]
    if day is None or day == context.asked_day:
        return None
    wishes = [wish.rank for wish in context.wishes if wish.day == day]
    return wishes[0] if len(wishes) == 1 else None


def _keeps_start(day, spans, *, ranks: list[int], context: AnswerContext) -> bool:  # type: ignore[no-untyped-def]
    """The start that we asked for; any hour only inside a wish for a part of the day."""
    if len(set(ranks)) > 1:
        return False
    if not spans or context.asked_starts is None:
        return True
    asked = context.asked_starts.astimezone(context.zone)
    known = [(w.day, w.starts, w.exact) for w in context.wishes if not ranks or w.rank in ranks]
    if not ranks:
        known.append((asked.date(), asked.time(), context.asked_exact))
    of_day = [one for one in known if day is None or one[0] == day]
    if day is None and not ranks:
        of_day = [one for one in of_day if one[0] == asked.date()]
    return any(not exact or starts == spans[0].starts for _day, starts, exact in of_day)


def _ranked(value: str, *, said: Told) -> None:
    found = _RANKED.fullmatch(value.strip("() "))
    if found is None:
        said.differs = True
        return
    said.sentences.append(f"第{found[1] or found[2]}希望でお引き受けします")


def _answered(value: str, *, said: Told) -> None:
    bare = value.strip(" 「」()")
    said.answers = True
    if bare in _YES:
        said.sentences.insert(0, "承諾します")
    elif bare in _NO:
        said.sentences.insert(0, "辞退します")
    elif bare in _OTHER:
        said.sentences.insert(0, "別日を提案します")
    elif chosen := _CHOSEN.fullmatch(bare):
        said.sentences.append(f"第{chosen['n']}希望でお引き受けします")
    else:
        said.sentences.insert(0, value)  # 「回答：お引き受けします」


_CHOSEN = re.compile(
    r"(?:承諾(?:します)?\s?\(?)?第?(?P<n>[1-3])\s?希望\)?(?:で|にて|を)?\s?(?:承諾(?:します)?)?"
)


def _is_post(value: str) -> bool:
    return all(
        one in lexicon.TITLE_ENDS or one.endswith(tuple(lexicon.UNITS | lexicon.TITLE_ENDS))
        for one in re.split(r"[\s・/]+", value)
    )


_APART = re.compile(r"[\s:/]+")
_PEOPLE = re.compile(r"[、,・]|および|及び|並びに|と(?=[一-龯])")
_POSTS = re.compile(
    r"^(?:[一-龯]{1,8})?(?:"
    + "|".join(sorted(lexicon.TITLE_ENDS - {"者", "様", "さん", "氏"}, key=len, reverse=True))
    + r")(?:の)?"
)
_BEHIND = re.compile(
    r"(?:さん|氏|先生|"
    + "|".join(sorted(lexicon.TITLE_ENDS - {"者", "様"}, key=len, reverse=True))
    + r")$"
)


def _named(value: str, *, said: Told) -> None:
    """「防災課防災係 主査 山根」: the name without section and post; else nobody is known."""
    if _NOT_YET.fullmatch(value.strip()):
        return
    names = [_name(one) for one in _PEOPLE.split(_bracketless(value)) if one.strip()]
    if not names or None in names:
        said.differs = True
        return
    said.sentences.append("講師は" + "と".join(str(one) for one in names) + "です")


_NOT_YET = re.compile(
    r"(?:未定|調整中|人選中|選定中|検討中|決まり次第連絡|後日|追って)?[\s、()]*(?:後日|追って|別途|決まり次第|決定次第)?、?(?:ご)?(?:連絡|お知らせ|通知|報告)?(?:いた)?(?:します|予定)?[\s)]*"
)


def _bracketless(value: str) -> str:
    """「山根 太郎(やまね たろう)」; 「(予定)」 stays and is no name."""
    bare = re.sub(r"\s?\([ぁ-ん\sァ-ヶー]{2,14}\)", "", value)
    behind = _POST_BEHIND.search(bare)
    if behind and all(map(_is_office, behind["post"].split())):
        return bare[: behind.start()]
    return bare


_POST_BEHIND = re.compile(r"\s?\((?P<post>[^()]{2,20})\)$")  # 「山根 太郎(防災課 主査)」


def _name(text: str) -> str | None:
    tokens = [one for one in _APART.split(text.strip()) if one]
    while len(tokens) > 1 and _is_office(tokens[0]):
        tokens = tokens[1:]
    while len(tokens) > 1 and _BEHIND.fullmatch(tokens[-1]):
        tokens = tokens[:-1]
    if not 1 <= len(tokens) <= 2:
        return None
    bare = _BEHIND.sub("", tokens[-1]) or tokens[-1]
    name = "".join([*tokens[:-1], bare])
    stripped = (
        re.sub(r"^.*?(?:課|係|室|館|署|所|センター)(?:の)?(?=.)", "", name)
        if len(tokens) == 1
        else name
    )
    for one in (name, stripped, _POSTS.sub("", stripped)):
        if one and one not in lexicon.NO_PERSON and is_person(words_of(one)):
            return one
    return None


def _is_office(token: str) -> bool:
    return (
        token.endswith(tuple(lexicon.UNITS))
        or bool(_POSTS.fullmatch(token))
        or token.endswith("長")
    )
