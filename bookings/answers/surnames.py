"""Family names that hold a letter of another meaning: 佐久間, 服部, 竹内. Pure; it reads no mail.

Elsewhere such letters show that a word is no name (午前, 室内, 課員). These are names all the same.
"""

_FAMILIES = frozenset(
    (
        "佐久間 本間 風間 福間 草間 笠間 久間 座間 野間 赤間 岩間 当間 浅間 阿部"
        " 安部 渡部 岡部 服部 長谷部 矢部 園部 磯部 軽部 日下部 黒部 綾部 田部 竹内"
        " 山内 堀内 大内 河内 宮内 武内 木内 垣内 坂内 池内 寺内 藪内 薮内"
        " 野内 森内 川内 陣内 川名 椎名 浜名 桑名 山名 小室 大室 氷室 三室 増田"
        " 増井 増山 増子 増岡 増本 増野 可児 不破 古館 額賀 諸橋 諸岡 諸井"
        " 諸星 余語 各務 毎熊 別府 延原 訓覇 計良 仮屋 具志堅 有働 遅塚"
        " 業天"
    ).split()
)


def without_family(name: str) -> str:
    """What stands behind such a family name; the whole text where it begins with none."""
    for length in (3, 2):
        if name[:length] in _FAMILIES:
            return name[length:].strip()
    return name
