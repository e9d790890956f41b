"""Damage in the text of a cell that is certainly damage, and how each sort is mended.

Every step says in Chinese what it did; a text that only a person can repair is told by `broken`.
"""

import re
from functools import lru_cache

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BLANKS = re.compile(r"[^\S\n]+")
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])")
_PAGE_INSIDE = re.compile(r"[（(]?第\s*\d+\s*页\s*[,，、/]?\s*共\s*\d+\s*页[)）]?")
_TONE = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
# 權(quán)力: the reading of a character, straight behind it, with or without the simplified one.
_READING = re.compile(
    rf"([{_HAN}])[(（]\s*([{_HAN}]?)\s*((?=[a-zü]*[{_TONE}])[a-zü{_TONE}]{{1,7}})?\s*[)）]"
)
_WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_WIDE = {code: sign for code, sign in _WIDE.items() if sign.isalnum()}
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PUNCTUATION = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_AFTER_HAN = re.compile(rf"(?<=[{_HAN}》”）])([,;:?!])(?![0-9A-Za-z/])")
# AABB that is no word of its own; 高高兴兴 and 方方面面 are.
_DOUBLED = re.compile(rf"(?:([{_HAN}])\1){{2,}}")
_NO_WORDS_DOUBLED = (
    "导致 造成 风险 措施 管理 监督 审核 审批 违规 违纪 权力 廉政 防控 责任 资金 采购 招标 项目 "
    "招生 学生 学校 教师 财务 收受 礼品 利益 不当 材料 公开 公示 制度 程序 规定 岗位 职责"
)
_YEAR_OVER_DAYS = re.compile(r"(\d{3,})\s*个?\s*(?:工作日|自然日|日|天)(?:以?内|前)")
MOST_DAYS = 365
_BROKEN_SIGNS = re.compile(r"[\ufffd\ud800-\udfff\ue000-\uf8ff]|锟斤拷|烫烫烫|屯屯屯|\?{3,}|？{4,}")

_OLD = (
    "權权險险廉廉風风點点監监督督審审報报備备執执務务業业責责領领導导幹干規规則则處处罰罚許许"
    "證证檢检驗验課课學学費费經经濟济資资產产購购標标價价額额財财務务單单據据賬账錄录檔档關关"
    "係系係系統统計计劃划設设計计員员職职黨党組组織织機机構构號号條条約约議议決决辦办實实徵征"
    "減减獎奖勵励舉举報报訴诉訟讼調调查查詢询問问題题應应當当對对為为與与開开間间門门進进過过"
    "達达運运選选遷迁還还連连邊边遞递遲迟適适隊队階阶際际難难電电頁页項项順顺預预頭头顯显類类"
    "飲饮養养馬马驗验體体麗丽齊齐龍龙個个倉仓價价優优償偿億亿兩两內内凍冻別别動动勞劳勢势區区"
    "協协參参雙双發发變变啟启團团園园國国圖图圍围場场壓压壞坏夠够獨独寫写寧宁將将專专尋寻層层"
    "屬属歲岁師师帶带幫帮廣广廠厂張张強强彈弹後后從从復复慶庆懲惩戶户擇择擔担據据攔拦斷断時时"
    "書书會会樣样檔档歡欢歸归殘残氣气決决沒没濫滥災灾無无煩烦現现環环畢毕異异療疗發发盡尽眾众"
    "確确礎础禮礼種种稱称穩稳筆笔節节範范築筑簡简籌筹級级紀纪純纯細细終终結结給给絕绝網网緊紧"
    "線线練练縣县總总績绩繳缴續续罷罢義义習习聯联聲声聽听脫脱舊旧艱艰藝艺虛虚補补製制複复見见"
    "視视親亲覺觉觀观觸触訂订訓训記记訪访評评試试話话該该詳详認认誤误說说請请論论講讲謝谢識识"
    "譯译護护讓让負负貢贡貨货貪贪貫贯貴贵買买貸贷賄贿賞赏賠赔賴赖贈赠車车軍军軟软較较載载輕轻"
    "輔辅輪轮輸输農农遺遗鄉乡醫医鋼钢錢钱錯错鎮镇長长閱阅陳陈陸陆隨随隱隐雜杂離离雲云靜静響响"
    "願愿飯饭館馆驟骤鬥斗點点"
)
SIMPLIFIED = {_OLD[at]: _OLD[at + 1] for at in range(0, len(_OLD), 2)}


def _without_unseen(text):
    return _DROPPED.sub("", text)


def _plain_blanks(text):
    lines = _BLANKS.sub(" ", text).split("\n")
    return "\n".join(stripped for line in lines if (stripped := line.strip()))


def _without_page_marks(text):
    return _plain_blanks(_PAGE_INSIDE.sub("", text))


def _without_readings(text):
    return _READING.sub(_read, text)


def _read(found):
    """Only what is certain: a reading with its tones, or the simplified form of that sign."""
    sign, simple, reading = found.groups()
    if not simple and not reading:
        return found.group()
    if simple and SIMPLIFIED.get(sign, sign) != simple:
        return found.group()
    return SIMPLIFIED.get(sign, sign)


def _joined_letters(text):
    return _BETWEEN_HAN.sub("", text)


def _narrow(text):
    return text.translate(_WIDE)


def _paired_brackets(text):
    return _BRACKETS.sub(_paired, text)


def _paired(found):
    whole = found.group()
    if (whole[0] == "(") == (whole[-1] == ")"):
        return whole
    return f"（{whole[1:-1]}）"


def _wide_punctuation(text):
    return _AFTER_HAN.sub(lambda found: _PUNCTUATION[found.group()], text)


def _undoubled(text):
    return _DOUBLED.sub(_undouble, text)


def _undouble(found):
    single = found.group()[::2]
    certain = len(set(single)) == len(single) > 2 or single in _NO_WORDS_DOUBLED.split()
    return single if certain else found.group()


# Words, figures and full-width punctuation: of all damage only page marks and doubled characters
# consist of nothing else.
_PLAIN = re.compile(rf"[{_HAN}0-9A-Za-z，。、；：？！“”《》]*")

# What was done is told; tidying blanks at the ends of lines is not worth a word.
STEPS = (
    ("去掉了看不见的字符", _without_unseen),
    ("", _plain_blanks),
    ("去掉了夹在文字里的页码", _without_page_marks),
    ("繁体字改为简体，去掉了括号里的注音", _without_readings),
    ("去掉了字与字之间的空格", _joined_letters),
    ("全角字母、数字改为半角", _narrow),
    ("统一了前后不一的括号", _paired_brackets),
    ("半角标点改为全角", _wide_punctuation),
    ("去掉了重复的字", _undoubled),
)


@lru_cache(maxsize=4096)  # a table says the same section or level on many rows
def clean(text):
    """(the text without certain damage, what was done to it)."""
    if _PLAIN.fullmatch(text) and "页" not in text and not _DOUBLED.search(text):
        return text, ()  # no step would find anything: so it is with most cells
    done = []
    for said, step in STEPS:
        before, text = text, step(text)
        if said and before != text:
            done.append(said)
    return text, tuple(done)


def broken(text):
    """Why this text cannot be taken, in plain words; "" where it can."""
    if _BROKEN_SIGNS.search(text):
        return "文字显示为乱码，无法还原。请对照原件重新填写这一格。"
    for found in _YEAR_OVER_DAYS.finditer(text):
        if int(found.group(1)) > MOST_DAYS:
            return f"“{found.group()}”像是年份盖住了原来的天数，无法还原。请改成实际的天数。"
    return ""
