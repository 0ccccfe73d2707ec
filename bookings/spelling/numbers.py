"""Phone numbers and postcodes: digits for comparing, and a form for people."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from bookings.spelling import folding
from bookings.spelling.errors import SpellingError

_MARKS = re.compile(r"[\s()\[\].・･,/]+")
_COUNTRY = re.compile(r"^(?:\+|00)81-?(?:0-?)?")
_LONG = re.compile(r"0[5-9]0\d{8}|0800\d{7}")
_SHORT = re.compile(r"0[1-9][1-9]\d{7}")
_LABEL = re.compile(
    r"^(?:TEL|電話(?:番号)?|携帯(?:電話)?|自宅|勤務先|FAX|〒|郵便番号)[:.-]*", re.IGNORECASE
)
_WHERE = re.compile(r"\s*\(?(?:自宅|携帯(?:電話)?|勤務先|会社|代表)\)?$")
_TWO = re.compile(r"[0-9]{4}\s*(?:または|もしくは|か|と|,|、|/|\s)\s*(?:0|\+81)[0-9(-]")
_FIXED_GROUPS = (  # first digits → lengths of the groups
    (re.compile(r"0800"), (4, 3, 4)),
    (re.compile(r"0[5-9]0"), (3, 4, 4)),
    (re.compile(r"0120|0570|0990"), (4, 3, 3)),
    (re.compile(r"0[36]"), (2, 4, 4)),
)
_PHONE_SENTENCE = _("電話番号は、市外局番から10けたか11けたで入れてください")
_MOBILE = re.compile(r"0[5-9]0\d{7}")
_MOBILE_SENTENCE = _("携帯電話の番号は11けたです。1けた足りないようなので、確かめてください")
_POSTCODE_SENTENCE = _("郵便番号は、7けたの数字で入れてください")


@dataclass(frozen=True)
class Number:
    """`digits` is stored and compared; `pretty` is shown."""

    digits: str
    pretty: str


def parse_phone(text: str) -> Number:
    """A Japanese phone number in any spelling, with or without +81."""
    typed = _groups(_WHERE.sub("", folding.width(text)))
    if not typed:
        raise SpellingError(_("電話番号を入れてください"))
    if _TWO.search(folding.dashes(text)) and len(re.sub(r"\D", "", typed)) > 14:
        raise SpellingError(_("電話番号は、ひとつだけ入れてください"))
    typed = _COUNTRY.sub("0", typed).strip("-")
    digits = typed.replace("-", "")
    if not (_LONG.fullmatch(digits) or _SHORT.fullmatch(digits)):
        raise SpellingError(_MOBILE_SENTENCE if _MOBILE.fullmatch(digits) else _PHONE_SENTENCE)
    return Number(digits, _pretty_phone(digits, typed=typed))


def parse_postcode(text: str) -> Number:
    """Seven digits, with or without 〒 and dash."""
    digits = _groups(text).replace("-", "")
    if not digits:
        raise SpellingError(_("郵便番号を入れてください"))
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise SpellingError(_POSTCODE_SENTENCE)
    return Number(digits, f"{digits[:3]}-{digits[3:]}")


def parse_neighbour(text: str, *, of: str) -> Number:
    """As `parse_phone`; bare digits are cut like `of`, a number of the same area, as it was typed."""
    number = parse_phone(text)
    try:
        groups = parse_phone(of).pretty.split("-")
    except SpellingError:
        return number
    same_area = len(groups) == 3 and number.digits.startswith(groups[0])
    if "-" in number.pretty or not same_area or len("".join(groups)) != len(number.digits):
        return number
    first, second, third = map(len, groups)
    return Number(number.digits, _cut(number.digits, lengths=(first, second, third)))


def _groups(text: str) -> str:
    """Groups of digits with single dashes between them."""
    folded = _LABEL.sub("", folding.dashes(text)).strip()
    return re.sub(r"-+", "-", _MARKS.sub("-", folded)).strip("-")


def _pretty_phone(digits: str, *, typed: str) -> str:
    """Area codes differ in length: where only the writer knows it, the writer's groups stay."""
    for pattern, lengths in _FIXED_GROUPS:
        if pattern.match(digits):
            return _cut(digits, lengths=lengths)
    groups = typed.split("-")
    if len(groups) == 3 and 2 <= len(groups[0]) <= 5 and len(groups[2]) == 4:
        return "-".join(groups)
    return digits


def _cut(digits: str, *, lengths: tuple[int, ...]) -> str:
    first, second, third = lengths
    return "-".join((digits[:first], digits[first : first + second], digits[-third:]))
