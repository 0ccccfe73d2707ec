"""The words a new town's search begins with; editors change them as they like. Data only."""

# One line, one group; _ stands for a space inside a word.
_STARTER = """\
ごみ ゴミ 廃棄物 garbage trash waste
分別 分け方 仕分け 出し方 リサイクル 再利用 recycling
特殊詐欺 振り込め詐欺 振込詐欺 オレオレ詐欺 還付金詐欺 ニセ電話詐欺 詐欺電話 ふりこめ詐欺 ふりこめさぎ fraud scam
地震 震災 揺れ earthquake
大雨 豪雨 洪水 水害 氾濫 浸水 台風 flood typhoon
土砂災害 土砂崩れ がけ崩れ がけくずれ 崖崩れ 地すべり landslide
避難 evacuation
防災 災害対策 disaster
火事 火災 fire
救命 救急 応急手当 心肺蘇生 first_aid
AED 自動体外式除細動器
スマートフォン スマホ 携帯電話 ケータイ smartphone
マイナンバー 個人番号
インターネット ネット internet
SNS ソーシャルメディア LINE ライン
生成AI 人工知能 ChatGPT チャットGPT
認知症 物忘れ もの忘れ 痴呆 ぼけ dementia
介護 ケア nursing
高齢者 お年寄り シニア 老人 年寄り 敬老
終活 エンディングノート 遺言
成年後見 後見人
障害 障がい 障碍 ハンディキャップ
手話 sign_language
睡眠 不眠 眠り 眠れない 寝つき
血圧 高血圧 減塩 塩分
口腔 歯 歯科 虫歯
体操 運動 エクササイズ ウォーキング exercise walking
がん 癌 cancer
検診 健診 健康診断 check-up
予防接種 ワクチン 注射 vaccination
たばこ タバコ 煙草 喫煙 禁煙
酒 アルコール 飲酒
こころ メンタルヘルス mental
子育て 育児 childcare
保育園 保育所 こども園 nursery
幼稚園 kindergarten
学童 放課後児童クラブ 学童保育
発達障害 発達が気になる
不登校 登校拒否 学校に行けない
虐待 abuse
年金 pension
税金 税 tax
確定申告 申告
健康保険 保険料 insurance
消費生活 悪質商法 クーリングオフ 訪問販売
引っ越し 引越し 転居 転入 転出 moving
空き家 空家
耐震 耐震診断 耐震補強
食品ロス フードロス 食べ残し
省エネ 節電 脱炭素 温暖化
水道 上水道
下水道 下水
野良猫 地域猫
イノシシ 猪 鳥獣被害 獣害
見守り 見回り 声かけ
交通安全 交通事故 traffic
自転車 bicycle
図書館 library
読み聞かせ 読みきかせ よみ聞かせ
歴史 郷土史 history
外国人 外国籍 foreigner foreign
男女共同参画 ジェンダー gender
LGBTQ LGBT 性的少数者 性的マイノリティ 性の多様性
選挙 投票 election
創業 起業 開業
農業 野菜づくり 家庭菜園
お茶 緑茶 tea
相談 consultation
手続き 届け 届出 手続
"""


def starter_groups() -> list[list[str]]:
    return [[word.replace("_", " ") for word in line.split()] for line in _STARTER.splitlines()]
