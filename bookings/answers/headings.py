"""The lines that mail programs put above a quotation: 「…さんは書きました：」, 差出人・件名."""

import re
from itertools import pairwise

_ATTRIBUTION = re.compile(
    r"^(?!.*(?:承諾|辞退|別日|別の日))(?:.*(?:は|が)(?:次のように)?書きました\s*:$"
    r"|.*\bwrote\s*:$|.*<[^<>\s]+@[^<>\s]+>\s*の(?:メッセージ|メール)\s*:$|.*(?:さん?|様|さま)(?:から)?のメール\s*:$|.{1,40}(?:課|室|係|館|所|センター|担当)(?:様|さま|さん)?から(?:の)?(?:メール|依頼)\s*:$"
    r"|\(?\d{4}[年/.-].{0,80}のメール\s*:$|\(?\d{4}[年/.-].{0,80}<[^<>\s]+@[^<>\s]+>\s*:?$)"
)
_BARE_ATTRIBUTION = re.compile(  # without a colon, only right above a quoted line
    r"^(?!.*(?:承諾|辞退|別日|別の日)).{1,60}(?:さん?|様|さま|担当|課|係)(?:から|より)?の(?:メール|連絡|依頼|メッセージ)$|^(?:以下|下記)、?(?:引用|元のメール|いただいたメール)(?:です)?$"
)
_QUOTED = re.compile(r"^\s*[>|]")
_DATED = re.compile(r"On [A-Z\d]|\(?\d{4}[年/.-]")
_SEPARATOR = re.compile(
    r"^[-_=*\s▼▽■●◆>]*(?:以下、?)?(?:元の?メッセージ|転送(?:された)?メッセージ|元の?メール|引用(?:元)?|対象メールの本文"
    r"|Original Message|Forwarded (?:message|by .{1,60})|Begin forwarded message|ここから引用|受信メール|返信元)[-_=*:\s]*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^[*_\s]*(?:差出人|送信者|発信者|送信元|送信日時|送信日|受信日時|日時|日付|宛先|件名|題名|CC|返信先|添付(?:ファイル)?|重要度"
    r"|From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments?)\s*[*_]*\s*:",
    re.IGNORECASE,
)
_BARE_HEADER = re.compile(  # 「宛先  …」, 「cc」: some programs write no colon
    r"^(?:差出人|宛先|件名|cc|CC|日時|送信日時)(?:\s.*)?$|^\d{4}/\d{1,2}/\d{1,2}(?:\(.\))? \d{1,2}:\d{2}$|^[^<>:]{1,60} <[^<>\s]+@[^<>\s]+>$"
)
_BARE_SENDER = re.compile(r"^[^<>:]{1,60} <[^<>\s]+@[^<>\s]+>$")
_LETTER_NUMBER = re.compile(r"^(?:文書番号|文書記号|発番|記号番号)\s*:")
_MAILED = re.compile(
    r"^[*_\s]*(?:差出人|送信者|送信元|送信日時|受信日時|送信日|From|Sent)\s*:", re.IGNORECASE
)
_SENDER = re.compile(r"^[*_\s]*(?:差出人|送信者|発信者|送信元|From)\s*[*_]*\s*:", re.IGNORECASE)


def is_separator(line: str) -> bool:
    return bool(_SEPARATOR.match(line))


def attributions(folded: list[str]) -> set[int]:
    """Lines like 「… さんは書きました:」, also where a program broke one in two or three."""
    found = {at for at, line in enumerate(folded) if _ATTRIBUTION.match(line[:400])}
    found |= {
        at
        for at, (line, below) in enumerate(pairwise(folded))
        if _QUOTED.match(below) and _BARE_ATTRIBUTION.match(line[:120])
    }
    for at, pair in enumerate(pairwise(folded)):
        if not _DATED.match(pair[0]) or at in found:
            continue
        three = " ".join(folded[at : at + 3])
        if _ATTRIBUTION.match(" ".join(pair)[:400]):
            found |= {at, at + 1}
        elif at + 2 in found and _ATTRIBUTION.match(three[:400]):
            found |= {at, at + 1, at + 2}
    return found


def blocks(folded: list[str]) -> set[int]:
    """Heading lines in a row, one of them naming the sender. A lone `日時:` is somebody's own."""
    named = [run for run in _runs(_HEADER, folded) if any(_SENDER.match(folded[at]) for at in run)]
    bare = [
        run for run in _runs(_BARE_HEADER, folded) if _is_bare_block([folded[at] for at in run])
    ]
    found = [run for run in named + bare if not _is_letterhead(run, folded)]
    return {at for run in found if len(run) > 1 for at in range(run[0], run[-1] + 1)}


def _is_letterhead(run: list[int], folded: list[str]) -> bool:
    """「文書番号：… 日付：… 宛先：… 発信者：…」: an official letter begins so; no mail program does."""
    around = folded[max(run[0] - 1, 0) : run[-1] + 2]
    numbered = any(_LETTER_NUMBER.match(line) for line in around)
    return numbered and not any("@" in line or _MAILED.match(line) for line in around)


def _is_bare_block(lines: list[str]) -> bool:
    """The sender's address first, then to whom or about what."""
    rest = [line for line in lines[1:] if line.startswith(("宛先", "件名"))]
    return bool(_BARE_SENDER.match(lines[0])) and bool(rest)


def _runs(pattern: re.Pattern[str], folded: list[str]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at, line in enumerate(folded):
        if pattern.match(line):
            if runs and runs[-1][-1] >= at - 2:
                runs[-1].append(at)
            else:
                runs.append([at])
    return runs
