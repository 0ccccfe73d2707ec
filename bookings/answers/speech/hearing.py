"""A mail's sentences, heard word by word: each clause must be understood, and all must agree.

Raises Doubt at the first clause of no known kind. It acts on nothing and knows no row.
"""

import re
from dataclasses import dataclass, replace

from bookings.answers import english, signatures
from bookings.answers.sentences import Sentence
from bookings.answers.speech import (
    approvals,
    asides,
    beside,
    cards,
    comfort,
    deciding,
    facts,
    in_english,
    kindness,
    lexicon,
    offers,
    ordinary,
    pending,
    provided,
    refusals,
    taking,
    telling,
    why,
)
from bookings.answers.speech.clauses import Clause, clauses_of, doubts_of, runs_on
from bookings.answers.speech.kinds import Kind, Said
from bookings.answers.speech.marks import marked
from bookings.answers.speech.persons import counted_wrong, with_people
from bookings.answers.speech.words import Word, is_person, words_of
from bookings.answers.understood import AnswerContext, Doubt, Meaning

_HANGS = re.compile(r"ただし(?!い)|但し")  # even in a word that is broken in two
_LIMITED = re.compile(  # 「以外防災課の田中です」 only looks like who writes
    r"(?:以外|次第|の場合)[^。、]{0,12}(?:課|係|室|館|署)の?\S{1,6}(?:です|と申します|でございます)$"
)
_BROKEN = re.compile(r"(?<!か)なら(?![びずなぬいれんべ])|であれば|でしたら")
_SURE = re.compile(
    r"^(?:(?:はい|OK|オーケー|いい|良い|よい|ええ|もちろん|了解|承知しました|かしこまりました)(?:です)?(?:よ|とも|ね)?[、!]\s*)+(?=\S)"
)
_UNDERSTOOD = re.compile(
    r"(?:OK|オーケー|オッケー|了解|承知|はい|かしこまりました|わかりました|分かりました)(?:です|しました|いたしました|で[ー~]す)?(?:よ|ね)?[!~]*"
)
_AS_BEFORE = re.compile(
    r"(?:昨年|去年|前年|前回)度?(?:に引き?続き|に引きつづき|同様に?|と同じく|と同様に?)、?(?=[一-龯])"
)
_AS_SAID = re.compile(  # 「先ほどお電話で申し上げたとおり、承諾いたします」
    r"^(?:先ほど|先程|先日|昨日|今朝|本日)?(?:の)?(?:お電話|電話|口頭|窓口|内線)で(?:も)?(?:申し上げ(?:まし)?た|お伝え(?:し(?:まし)?た)?|お話し(?:し(?:まし)?た)?|お返事(?:し(?:まし)?た)|ご?連絡(?:し(?:まし)?た)?)(?:とおり|通り|ように|しましたが|が)(?:です(?:が)?)?、?(?:改めて|あらためて|重ねて)?"
)
_OF_THE_MAIL = re.compile(
    r"^(?:※|注)?(?:この|本)(?:メール|アドレス)は.{0,24}(?:アドレス|パソコン|端末|携帯|スマホ|スマートフォン)から(?:送って(?:い|おり)ます|(?:の)?(?:送信|返信)です|送信して(?:い|おり)ます)$"
)
_IN_BRACKETS = re.compile(r"(?:私|わたくし)\(([一-龯々]{1,6})\)")
_MYSELF = re.compile(r"わたくし(?=[一-龯])")
_SINCE_SORRY = re.compile(
    r"(?<=しまい)、(?=(?:大変|誠に|まことに)?(?:申し訳|すみません|すいません|失礼|恐縮))"
)
_DATED = re.compile(r"(\d日)の([月火水木金土日])曜日?(?![^。、]{0,3}(?:以外|のみ))")  # 18日の金曜
_GLADLY = re.compile(r"喜んで[!~]*")
_FREE = frozenset(
    (
        Kind.KIND,
        Kind.SORRY,
        Kind.REASON,
        Kind.RECEIVED,
        Kind.DECIDED,
        Kind.READY,
        Kind.TOPIC,
        Kind.ASIDE,
        Kind.COMFORT,
    )
)
_LEADING = frozenset((Kind.KIND, Kind.READY, Kind.DECIDED, Kind.COMFORT, Kind.ASIDE))
_LAST = frozenset((Kind.REASON, Kind.SORRY))  # what an unremarkable sentence may look like
_CODES = ("question", "condition", "later", "negation")
_BESIDE_YES = frozenset(
    (
        Kind.TAKES,
        Kind.COMES,
        Kind.SLOT,
        Kind.TOPIC,
        Kind.DECIDED,
        Kind.READY,
        Kind.RECEIVED,
        Kind.KIND,
        Kind.ASIDE,
        Kind.COMFORT,
        Kind.PENDING,
    )
)
_BESIDE_ANOTHER = _BESIDE_YES | {Kind.REASON}  # why not the other wish
_BESIDE_NO = frozenset(
    (
        Kind.REFUSES,
        Kind.REASON,
        Kind.SORRY,
        Kind.TOPIC,
        Kind.DECIDED,
        Kind.RECEIVED,
        Kind.KIND,
    )
)
_BESIDE_OTHER = (_BESIDE_NO - {Kind.REFUSES}) | {Kind.OFFERS, Kind.SLOT, Kind.CONSIDER}


@dataclass(frozen=True)
class Heard:
    """One sentence: its clauses, each with all the kinds it could be of, likeliest first."""

    sentence: Sentence
    clauses: tuple[tuple[Said, ...], ...]


def hear(said: list[Sentence], *, context: AnswerContext) -> Meaning:
    """What the sentences mean together. Doubt where one of them is not understood."""
    if any(_HANGS.search(one.whole) or _LIMITED.search(one.whole) for one in said):
        raise Doubt("condition")
    heard: list[Heard] = []
    for sentence in said:
        if heard or not signatures.is_opening(facts.tidied(sentence.plain)):
            heard += _heard(sentence, context=context)
    yes, no = _chosen(heard, _BESIDE_YES), _chosen(heard, _BESIDE_NO)
    if no is not None and any(one.kind == Kind.REFUSES for _s, one in no):
        return deciding.declined(no, also_yes=_takes(heard), context=context)
    other = _chosen(heard, _BESIDE_OTHER, first=Kind.OFFERS)
    if other is not None and deciding.names_new_day(other, context=context):
        return deciding.countered(other, context=context)
    if yes is None:
        yes = _chosen(heard, _BESIDE_ANOTHER)
    if yes is None:
        raise _doubt_of(heard)
    return deciding.accepted(yes, context=context)


def _heard(sentence: Sentence, *, context: AnswerContext) -> list[Heard]:
    """Nothing of a line that only says who writes, or repeats a fact of ours."""
    if english.is_english(sentence.whole):
        return [
            Heard(
                sentence,
                tuple((said,) for said in in_english.clauses_of(sentence.whole, context=context)),
            )
        ]
    plain = facts.tidied(sentence.whole or sentence.plain)
    if cards.is_card(plain) or facts.is_title(plain) or _is_short_card(plain, context=context):
        return []
    if facts.notes_remark(plain, sent_text=context.sent_text):
        return []
    if _NO_REPLY.fullmatch(plain) or _IS_FORMAL.fullmatch(plain):
        return []
    plain = _as_said_plainly(_DATED.sub(r"\1(\2)", plain))
    plain = facts.unsplit(_unsigned(plain), sent_text=context.sent_text)
    if _OF_THE_MAIL.match(plain):
        return []
    plain = _AS_SAID.sub("", plain)
    plain = _MYSELF.sub(r"私、", _AS_BEFORE.sub("", _IN_BRACKETS.sub(r"私、\1", plain)))
    plain = _SINCE_SORRY.sub("", facts.without_venue(plain, sent_text=context.sent_text))
    plain = facts.with_lecture(plain, sent_text=context.sent_text)
    plain = (
        plain.removeprefix("例の").replace("につきましても", "については").replace("思わず", "ふと")
    )
    sure = _SURE.sub("", plain)
    is_sure, plain = sure != plain, sure
    repeated = facts.repeats(plain, sent_text=context.sent_text)
    if repeated is False:
        raise Doubt("more_than_answer")
    if repeated:
        return []
    words = marked(plain, context=context)
    if kindness.is_open_door(Clause(tuple(words)), ours=facts.ours(context.sent_text)):
        return []
    if _UNDERSTOOD.fullmatch(plain):
        return [Heard(sentence, ((Said(Kind.RECEIVED, Clause(tuple(words))),),))]
    if _GLADLY.fullmatch(plain):
        gladly = Said(Kind.TAKES, Clause(tuple(words)))
        return [Heard(sentence, ((gladly,),))]
    ours = facts.ours(context.sent_text)
    named = with_people(words, ours=ours)
    if counted_wrong(named):
        raise Doubt("more_than_answer")
    found, bare = _read(named, ours=ours), _read(words, ours=ours)
    comes = any(word.lemma in lexicon.COME | {"担当", "対応", "講師"} for word in words)
    if _is_unknown(found) and not (_is_unknown(bare) or comes):  # a common word that is a name
        found = bare
    if is_sure:
        found = tuple(tuple(replace(one, loose=False) for one in clause) for clause in found)
    return [Heard(sentence, found)] if found else []


_NO_REPLY = re.compile(
    r"[(※]?(?:なお、?)?(?:この|本)メール(?:へ|に対する|に)の?(?:ご?返信|お?返事|ご?返答)(?:は|には)(?:不要です|及びません|いりません|お気遣いなく|ご不要です)\)?"
    r"|(?:以下|下記)?、?(?:(?:メール)?本文|引用)(?:の)?(?:中|内)?(?:に|で|にて)、?(?:ご?回答|お答え|返信|記入|記載|ご?返答)(?:いた)?(?:します|しました|して(?:い|おり)ます)"
)
_IS_FORMAL = re.compile(
    r"(?:以上、?)?(?:(?:この|本)(?:メール|返信|返事)|これ)を(?:もって|以て|以って)、?(?:正式な?)?の?(?:当課の)?(?:ご?(?:回答|返答)|お?返事)(?:と(?:させていただき|いたし|し)ます|に(?:代え|かえ)(?:させていただき|いたし)?ます)"
)
_CONCLUDES = re.compile(  # 「お引き受けは難しいというのが係の結論です」: that is the answer
    r"(?P<what>する|ない|ぬ|難しい|困難|困難である|かねる|できる)と(?:の|いう)(?:のが|のは)?、?(?:(?:当|本)?(?:課|係|館|室|署|所)(?:内|として)?(?:の)?)?(?:結論|判断|決定)(?:です|でした|(?:に|と)(?:至り|なり|いたし|致し|達し)(?:まし)?ました|(?:に|と)(?:至り|なり|いたし|達し)ました)$"
)
_PROCEED = re.compile(  # 「こちらで対応できますので、進めてください」
    r"^(?:こちら|当方|当課|当館|当係|うち)?(?:で|にて|は)?、?(?:対応|お?引き?受け|お?伺い|派遣)(?:が)?(?:でき|可能で)(?:ます|す)ので、?(?:このまま|そのまま)?(?:お?手続きを?)?(?:お?進め(?:て)?(?:ください|いただいて(?:結構|大丈夫)です))$"
)
_PLAINLY = {
    "する": "します",
    "ない": "ません",
    "ぬ": "ません",
    "難しい": "難しいです",
    "困難": "困難です",
    "困難である": "困難です",
    "かねる": "かねます",
    "できる": "できます",
}
_SLOT_BEHIND = re.compile(r"^(承諾(?:します)?)\s?\((?P<slot>[\d:時分半~から-]{3,16})\)$")


def _as_said_plainly(text: str) -> str:
    """「…できないとの結論に至りました」 as 「…できません」; 「承諾(10:00)」 as 「10:00 承諾」."""
    text = _PROCEED.sub("お引き受けします", text)
    text = _CONCLUDES.sub(lambda found: _PLAINLY[found["what"]], text)
    return _SLOT_BEHIND.sub(r"\g<slot> \1", text)


_SHORT_CARD = re.compile(r"(?P<unit>[一-龯]{2,6})[・/\s](?P<name>[一-龯]{1,4})")


def _is_short_card(text: str, *, context: AnswerContext) -> bool:
    """「環境・三輪」 from 環境政策課: who writes."""
    found = _SHORT_CARD.fullmatch(text)
    asked = context.sent_text.lstrip()
    if found is None or not asked.startswith(found["unit"]):
        return False
    return is_person(words_of(found["name"]))


_SIGNED = re.compile(r"\((?P<who>[^()]{2,24})\)$")


def _unsigned(text: str) -> str:
    """「承諾(防災課・三田)」 without who writes."""
    found = _SIGNED.search(text)
    if found is None or "講師" in text or not cards.is_card(found["who"].replace("・", " ")):
        return text
    return text[: found.start()].strip()


def _read(words: list[Word], *, ours: frozenset[str]) -> tuple[tuple[Said, ...], ...]:
    clauses = clauses_of(words)
    return tuple(
        _kinds(clause, ours=ours, opens=at + 1 < len(clauses)) for at, clause in enumerate(clauses)
    )


def _is_unknown(found: tuple[tuple[Said, ...], ...]) -> bool:
    return any(clause[0].kind == Kind.NONE for clause in found)


def _may_hide(said: Said) -> bool:
    return said.weak and said.kind in (Kind.KIND, Kind.COMFORT)


def _quotes(clause: Clause) -> bool:
    """「お引き受けします。と部下が書きましたが」: whose words the ones before were."""
    first = clause.words[0]
    return first.kind == "助詞" and first.surface in ("と", "って", "との")


def _kinds(clause: Clause, *, ours: frozenset[str], opens: bool) -> tuple[Said, ...]:
    if runs_on(clause) or _quotes(clause):
        return (Said(Kind.NONE, clause),)
    if kindness.introduces(clause):
        return (Said(Kind.KIND, clause),)
    judged = (
        taking.taking(clause, ours=ours),
        telling.coming(clause, ours=ours),
        telling.slotting(clause, ours=ours),
        refusals.refusing(clause, ours=ours),
        telling.topical(clause, ours=ours),
        telling.decided(clause, ours=ours),
        approvals.approved(clause, ours=ours),
        kindness.courteous(clause, ours=ours, opens=opens),
        ordinary.ordinary(clause, ours=ours),
        ordinary.aims(clause, ours=ours) if opens else None,
        comfort.comforting(clause, ours=ours, opens=opens),
        pending.naming_later(clause),
        provided.provided(clause, ours=ours),
        asides.aside(clause, ours=ours, opens=opens),
        why.sorry(clause, ours=ours),
        why.reasoning(clause),
        offers.offering(clause),
        offers.considering(clause),
    )
    found = tuple(
        one
        for one in judged
        if one is not None and not (_may_hide(one) and asides.is_weighty(clause, ours=ours))
    )
    if _BROKEN.search(clause.text):  # 「おなら世話」: if, in the midst of a word
        found = tuple(one for one in found if one.kind not in _FREE)
    if (then := telling.free_then(clause)) is not None:
        found += (then,)
    if all(one.kind in _LAST or one.weak for one in found):
        unremarkable = beside.beside(clause, ours=ours, opens=opens)
        found += (unremarkable,) if unremarkable is not None else ()
    return found or (Said(Kind.NONE, clause),)


def _chosen(
    heard: list[Heard], allowed: frozenset[Kind], *, first: Kind | None = None
) -> list[tuple[Sentence, Said]] | None:
    """Each clause as the likeliest of the allowed kinds; None where one has none."""
    chosen: list[tuple[Sentence, Said]] = []
    for one in heard:
        picked: list[Said] = []
        for clause in reversed(one.clauses):
            said = _picked(clause, allowed, first=first, behind=picked)
            if said is None:
                return None
            picked.insert(0, said)
        chosen += [(one.sentence, said) for said in picked]
    return chosen


def _picked(
    clause: tuple[Said, ...],
    allowed: frozenset[Kind],
    *,
    first: Kind | None,
    behind: list[Said],
) -> Said | None:
    """The likeliest kind; one that only leads up to courtesy, or to a yes, needs it behind."""
    leading = _LEADING | {Kind.PENDING}
    ranked = sorted(
        clause, key=lambda said: (said.kind != first, said.kind in leading and said.weak)
    )
    return next(
        (
            said
            for said in ranked
            if said.kind in allowed and (not said.weak or _leads(said, behind))
        ),
        None,
    )


def _leads(said: Said, following: list[Said]) -> bool:
    if said.kind == Kind.KIND:
        return bool(following) and following[-1].kind in _led_to(said)
    if said.kind == Kind.ASIDE:
        return bool(following) and following[0].kind in (Kind.ASIDE, Kind.KIND)
    if said.kind == Kind.COMFORT:
        return bool(following) and comfort.eases(following[0].clause)
    if said.kind not in (Kind.READY, Kind.DECIDED):
        return True
    after = [one for one in following if not (one.kind == said.kind and one.weak)]
    if not after or after[0].kind not in (Kind.TAKES, Kind.DECIDED, Kind.READY):
        return False
    return said.kind == Kind.READY or bool({"た", "こと"} & set(after[0].clause.lemmas))


def _led_to(said: Said) -> tuple[Kind, ...]:
    """「ご依頼を拝見し」 leads up to what was done about it."""
    courtesy = (Kind.KIND, Kind.SORRY, Kind.RECEIVED)
    return (*courtesy, Kind.DECIDED) if said.clause.has(_READ) else courtesy


_READ = frozenset("拝見 拝読 拝受 受け取る 受領".split())


def _takes(heard: list[Heard]) -> bool:
    return any(
        said.kind in (Kind.TAKES, Kind.COMES)
        for one in heard
        for clause in one.clauses
        for said in clause[:1]
    )


def _doubt_of(heard: list[Heard]) -> Doubt:
    """Why: the first clause of no kind tells it best."""
    unknown = [
        clause[0].clause for one in heard for clause in one.clauses if clause[0].kind == Kind.NONE
    ]
    for clause in unknown:
        for code in _CODES:
            if code in doubts_of(clause):
                return Doubt(code)
    return Doubt("more_than_answer" if _takes(heard) else "not_understood")
