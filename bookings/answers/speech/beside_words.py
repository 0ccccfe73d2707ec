"""The words `beside` judges by: the own side's doing, what it brings, who backs it. Data only.

What lets a sentence pass is a closed verb or state; what stops one is long. Nouns are open.
"""

from bookings.answers.speech import asides, ordinary
from bookings.answers.speech.lexicon import group

# The own side's preparing, carrying and noting: harmless whenever it is done.
DOES = group(
    "持つ 持参 運ぶ 積む 積み込む 担ぐ 背負う 携える 詰める 用意 準備 印刷 刷る 作る 拵える 作成 制作 手作り 揃える 整える 仕込む 選ぶ 練習 稽古 予習 復習 勉強 書く 描く 練る 工夫 努める 務める 努力 心掛ける 精進 磨く"
    " 見せる 使う 覚える メモ 楽しむ 着る 履く 羽織る 被る 仕上げる 読み返す 読み直す 味わう 眺める 噛み締める 遣る 頑張る 奮闘 温める 蓄える 励む 張り切る 掻き集める 活用 配る 用いる 思い出す 慣れる 治る 復帰 落ち着く 意気込む 掛ける 参考 お世話 作成 図解 実演 多め 大き目 大きめ 念入り 丁寧 広げる 気を付ける こしらえる 持ち寄る"
) - group("掛ける 参考 治る 気を付ける 慣れる")
# Done already: nobody has to look at it any more.
DID = group(
    "控える 撮る 撮影 集める 買う 購入 借りる 書き上げる 出来上がる 完成 片付ける 洗う 洗濯 拭く 編む 縫う 切り抜く 貼る 張る 並べる 見付ける 探し出す 引っ張り出す 取り出す 測る 計る 試す 通す 入れる 済む 済ませる 刷り上がる 調べる 下調べ 目 読む 伝える 共有 回覧 知らせる 報告 登録 記入 書き込む 書き入れる 貼り出す 掲示 保存 綴じる 綴る 印 空ける あける 確保 取る 訪ねる 通る 見る 見掛ける 住む 育つ 出会う 笑う 驚く 教わる 習う 学ぶ 受講 見返す 挟む 付ける 記す 纏める 整理 大きい"
) - group("取る 空ける あける 確保 済む 通る")
# Told to the group: only beside the matter, or how, since the matter itself is asked for.
TELLS = group("話す 語る 紹介 伝える 触れる 説明 披露 交える 盛り込む 織り交ぜる 添える 挟む")
HOW = group(
    "クイズ 実物 見本 写真 事例 実例 例 失敗 体験 こつ 小話 豆知識 エピソード 笑い 冗談 身振り 歌 絵 言葉 声 ゆっくり 易しい やさしい 分かる 楽しい 丁寧 身近 具体 手振り 方言 昔話 道具 模型 使う 体操 誠心 誠意 誠心誠意 精一杯 心"
) - group("冗談 歌")
# Behind the verb that does it.
SUPPORT = group(
    "為る 致す 居る 置く 有る 行く 来る 参る 伺う 仕舞う 見る せる 頂く 予定 積もり 所 所存 次第 最中 事 こと ます た だ です て で の を に ので が から し ね よ と 思う 考える 存じる たい 御 、 ! 終える 始める 直す 上がる 続ける ばかり 許り 早速 既に もう 〜 ~ ・ 中 よう 成る"
)
# What the own side may bring, wear or know, though of a request it would be weighty.
THINGS = group(
    "資料 機材 教材 道具 用具 備品 機器 材料 荷物 プロジェクター スクリーン パソコン PC マイク スピーカー DVD ビデオ スライド データ 散らし ポスター 地図 図面 マット タオル カード 紙芝居 絵本 本 紙 画面 動画 器 写真 撮影 見本 音楽 音 声 実演"
    " 靴 靴下 上履き スリッパ マスク 消毒 手袋 帽子 軍手 袋 箱 筆記 用具 配線 コード 電池 眼鏡 老眼鏡 手帳 傘 合羽 雑巾 原稿 台本 案内 テント 水筒 服 服装 名札 予備 延長 充電 印 名刺 記入 印刷 配布 用意 持参 準備 体験 訓練 実験"
)
# Words of our ask and of time that weigh nothing in the own side's doing.
AROUND = group(
    "皆 人 子供 方 当日 前 先 夜 朝 昼 夕方 昨年 去年 前回 先月 先週 前日 早い 早め 話 講座 講師 担当 職員 スタッフ 会場 場所 内容 題 テーマ 住所 道順 道 名前 年末 グループ 汗 風 大きい 小さい 家族 新人 残り 余り 余分 補助 為 教える 読む 回す 出す 出来る 実は 数 半 昔 経験 家 庭 職場 倉庫 庁舎 上 予定 今回 本番 持つ 成る 大人 大きな 思う 楽しむ 多い 少し よう 一同 見る 動き 動く ところ 為る 考える 願う 映像 画像 題名 並べる 夫婦 妻 夫 母 父 娘 息子 下見 手伝う 地域 人数 分 会 高齢 歌 役立つ 電話 メール 携帯"
) - group(
    "願う 前日 人数 講師 担当 当日 会場 場所 内容 題 テーマ 予定 出来る 残り 余り 携帯 電話 半"
)
# Fire, noise, food, animals, money, the body: also what we bring ourselves is a matter there.
HAZARDS = group(
    "火 煙 炎 火気 着火 点火 ガス ガスコンロ ボンベ コンロ 蝋燭 花火 薬品 薬 油 刃物 包丁 鋸 電動 発電 発電機 酒 爆発 粉 小麦 卵 牛乳 アレルギー 大音量 動物 犬 猫 蛇 血液 採血 注射 危険 危ない 怪我 食べる 飲む 試食 試飲 食材 菓子 料理 調理 水 湯 泥 砂 土 金 円 代金 代 費 料 実費 有料 有償 販売 売る 募金 寄付 署名 選挙 宗教 勧誘 商品 契約 個人情報 録音 録画 配信 撮影者 記者 取材 新聞社 議員 政党 業者 企業 会社 メーカー 外部 委託 団員 学生 実習 車 車両 消防車 救急 駐車 トラック 軽トラ バス 公用 担架 ヘリ ドローン 停電 ブレーカー 電源 電気 コンセント"
)
# Of these also the judgement of what is brought asks.
DANGERS = group(
    "発電 発電機 ガス ガスコンロ ボンベ コンロ 花火 薬品 刃物 電動 酒 犬 猫 火気 蝋燭 採血"
)
# Somebody else's: a sentence with one of these is about their doing.
THEIRS = group(
    "手伝う 問診 名簿 同意 誓約 ワークショップ 講習 実習 流す 各自 団体 先方 相手 代表 其方 貴 主催 参加 参加者 受講 受講者 会長 役員 施設 館長 他 別 隣 県 国 市長 町長 議会 部長 必ず 必要 至急 さえ 代わり 代替 代案 対案 別案 まで 迄 限り 一部 半分 途中 後半 前半 未だ 尤も 実際 却って むしろ 省く 減らす 抜く 略す"
) - group("実際")
_LOAD = ordinary.LOAD | asides.WEIGHTY
# What stops the own side's doing.
STOPS = (
    (
        _LOAD
        - THINGS
        - AROUND
        - DOES
        - TELLS
        - SUPPORT
        - group("警報 会館 場 ゲーム 転ぶ 女性 年齢 センター 消火 点検 風邪 雪 難しい 近い")
    )
    | HAZARDS
    | THEIRS
)
# What stops a feeling, a memory or knowledge: the place and the people may be spoken of.
STOPS_FEELING = (
    STOPS
    - group(
        "歩く 実験 電話 携帯 会場 場所 団体 会長 役員 参加者 参加 隣 残り 余り 水 雪 土 広い 近い 高い 明るい 冷たい 返事 返信 回答 連絡 依頼 文面 案内 先週 坂 坂道 庭 玄関 部屋 集会所 公民館 公園 紅葉 ストーブ 質問 熱心 茶 菓子 犬 猫 昼 食事 近所 並木 時計 階段 屋根 半 県 名前 通り"
    )
) | group("時間 日程 日時 人数 講師 担当 変更 延期 中止 午後 午前 当日")
# Told to others: done, not going on.
SAYS = group("伝える 共有 回覧 知らせる 報告 登録 掲示 調べる 下調べ")
# Who backs it from the own side.
BACKERS = group(
    "課長 係長 上司 先輩 後輩 同僚 部下 若手 隊長 隊員 所長 館長 署長 室長 センター長 局長 次長 係員 課員 館員 署員 所員 職員 スタッフ メンバー 仲間 新人 班長 主任 園長 司書 保健 係 課 署 隊 班 長 一同 皆 達 私 此方 当方 うち"
)
BACKING = group(
    "乗り気 大賛成 喜ぶ 楽しみ 張り切る 応援 押す 励ます 褒める 協力 協力的 快諾 意気込む 盛り上がる 期待 前向き 歓迎 笑う 感心 見守る 送り出す 背中 嬉しい 手伝う 支える 助ける 付き合う"
) - group("前向き 快諾 協力 手伝う 助ける 笑う")
