"""Pages that share words with the right ones and answer nothing: the same ones in every run.

Three kinds, mixed: a report whose summary carries words of the queries, a lecture whose title
carries a part of one, and a newsletter whose long title lists several whole ones.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

_SEED = 20261123
_PLACES = "北川 南原 東山 西浜 中央 本町 松葉 桜台 港 大池 梅園 高田 青葉 小松 白鳥 竹下".split()
_EVENTS = (
    "ふれあい祭り 文化祭 運動会 清掃活動 役員会 新年会 バス旅行 敬老会 盆おどり 餅つき大会".split()
)
_TALKS = "語る会 写真展 座談会 川柳 思い出 交流会 アンケート 年表 パネル展 体験談".split()
# Parts of what people look for; alone they answer no query of the list.
_PARTS = (
    "市役所 仕事 投票 議会 洪水 避難 運営 消火 運転 返納 食品 睡眠 体操 保険 後見 離乳 学校 読み 診断 補助金 "
    "契約 城 電気 日本語 家具 犬 サポーター 国民 児童 カード 心臓 電話 手口 分別 出し方 教室 文章 ノート 眠り "
    "高齢者 見守り 組織 火災 手続き 届け 空き店舗 生花 堆積 地図 写真 家計簿 検診 図書館 相談 訓練 健診"
).split()
# Whole words people type, so that the right page has to win against pages that only mention them.
_WHOLE = (
    "地震 熱中症 手話 糖尿病 禁煙 認知症 年金 介護保険 ごみ ゴミ スマートフォン スマホ 不登校 読み聞かせ "
    "ヘルメット 食品ロス 特殊詐欺 虐待 マイナンバー AED 引っ越し 空き家 堆肥 成年後見 離乳食 睡眠 市議会"
).split()
_ENGLISH = "garbage earthquake house moving smartphone tea flood insurance fraud school".split()


@dataclass(frozen=True)
class Distractor:
    title: str
    summary: str
    body: str
    is_lecture: bool
    language: str = "ja"


def distractors(count: int) -> Iterator[Distractor]:
    rng = random.Random(_SEED)
    for number in range(1, count + 1):
        kind = rng.random()
        if kind < 0.02:
            yield _in_english(rng, number)
        elif kind < 0.06:
            yield _newsletter(rng, number)
        elif kind < 0.4:
            yield _talk(rng, number)
        else:
            yield _report(rng, number)


def _report(rng: random.Random, number: int) -> Distractor:
    first, second = rng.sample(_WHOLE, 2)
    return Distractor(
        title=f"{rng.choice(_PLACES)}地区の{rng.choice(_EVENTS)}　第{number}回",
        summary=f"当日は{first}の展示があり、{rng.choice(_PARTS)}の話も出ました。",
        body=f"{_body(rng)}{second}のちらしも配りました。",
        is_lecture=False,
    )


def _talk(rng: random.Random, number: int) -> Distractor:
    return Distractor(
        title=f"{rng.choice(_PLACES)}地区で{rng.choice(_PARTS)}を思う{rng.choice(_TALKS)}　{number}",
        summary=f"{rng.choice(_PARTS)}と{rng.choice(_PARTS)}について、参加した人が順に話します。",
        body=_body(rng),
        is_lecture=True,
    )


def _newsletter(rng: random.Random, number: int) -> Distractor:
    words = "、".join(rng.sample(_WHOLE, 3))
    return Distractor(
        title=f"{rng.choice(_PLACES)}地区だより　第{number}号（{words}、{rng.choice(_EVENTS)}のお知らせ）",
        summary="地区の役員が毎月つくる新聞です。",
        body=_body(rng),
        is_lecture=False,
    )


def _in_english(rng: random.Random, number: int) -> Distractor:
    one, two = rng.sample(_ENGLISH, 2)
    return Distractor(
        title=f"Neighbourhood letter {number} from {rng.randint(1, 99)} block",
        summary=f"This month we talked about {one} and sang songs.",
        body=f"Somebody asked about {two} too.",
        is_lecture=False,
        language="en",
    )


def _body(rng: random.Random) -> str:
    words = rng.sample(_PARTS, 5)
    return "".join(f"{rng.choice(_PLACES)}の人から{word}について声がありました。" for word in words)
