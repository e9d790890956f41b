"""Addresses where somebody lives: a housing estate with building, unit or room; never an office."""

import re

from .finding import Kind

_NUMERALS = "0-9一二三四五六七八九十百零〇两"
_N = rf"[{_NUMERALS}]{{1,5}}"
_BUILDING = rf"(?:第?{_N}|[A-Za-z甲乙丙丁])(?:号|\.)?(?:栋|幢|号楼|楼栋|座|楼|排|#楼?)"
_UNIT = rf"(?<!第)(?:{_N}|[东西中])单元"
_FLOOR = rf"(?:{_N}(?:楼|层))?"
_DOOR = rf"(?:[{_NUMERALS}]{{3,4}}户|[东西中]户)"
_ROOM = rf"{_FLOOR}(?:{_DOOR}|{_N}(?:室|房|号)?)"
_NAMED_ROOM = rf"{_FLOOR}(?:{_DOOR}|{_N}(?:室|房|号(?!楼|院)))"
_ESTATE = (
    r"(?:小区|花园|家园|(?<!学生)公寓|新村|家属院|家属楼|家属区|教师楼|教工楼|住宅楼|"
    r"(?:教工|职工|教师)宿舍|嘉苑|名苑|雅苑|佳苑|豪庭|华庭|华府|名邸|山庄|别墅|安置房|社区|大院)"
)
_MAYBE_ESTATE = (
    r"(?:苑|(?<!政)府|(?<!大学)(?<!新)城|湾|郡|里|(?<![校技业儿])园|庭|居|阁|轩|院|国际|村|屯)"
)
_STREET = r"(?:路|街|巷|大道|胡同|东段|西段|南段|北段)"
_PLACE = r"[\u4e00-\u9fff]{0,10}?"
# Where one house is one home.
_VILLA = r"(?:山庄|别墅)"
_PART = rf"(?:[东西南北]区|{_N}[期区])?"
_NOT_COUNTED = rf"(?![{_NUMERALS}]|户|次|个|天|年|月|人|名|元|课|页|分|万|%)"
_PATTERNS = (
    rf"{_ESTATE}[,.]?{_PART}{_BUILDING}(?:{_UNIT}(?:{_ROOM}{_NOT_COUNTED})?|{_ROOM}{_NOT_COUNTED})",
    rf"{_VILLA}{_PART}{_BUILDING}",
    rf"{_ESTATE}{_PART}{_FLOOR}{_N}(?:室|房)",
    rf"{_ESTATE}{_PART}{_N}[-#]{_N}(?:-{_N})?{_NOT_COUNTED}",
    rf"{_ESTATE}{_UNIT}(?:{_ROOM}{_NOT_COUNTED})?",
    rf"{_MAYBE_ESTATE}(?:{_N}[期区])?{_BUILDING}(?:{_UNIT})?{_NAMED_ROOM}",
    rf"{_MAYBE_ESTATE}{_N}-{_N}-[0-9]{{3,4}}{_NOT_COUNTED}",
    rf"{_BUILDING}{_UNIT}{_ROOM}{_NOT_COUNTED}",
    rf"{_UNIT}(?:{_FLOOR}(?:{_N}[室房]|{_DOOR})|[0-9]{{3,4}}{_NOT_COUNTED})",
    rf"{_N}弄{_N}号(?:{_NAMED_ROOM})?",
    rf"(?:村|屯|庄)(?:第?{_N}(?:组|队|社|村民小组))?{_N}号(?!楼|院|机|井|线|地块|文件)",
    rf"{_STREET}{_N}号(?:院|大院)?{_BUILDING}(?:{_UNIT})?{_NAMED_ROOM}",
    rf"(?:家住|住在|[现居]住|住){_PLACE}{_ESTATE}{_PART}{_BUILDING}(?:{_UNIT})?(?:{_ROOM}{_NOT_COUNTED})?",
)
_HOME = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_LIVES = re.compile(
    r"(?:家庭住址|家庭地址|住址|现住地?|家住|居住地址?|居住于|户籍地址?|户籍所在地|住在|常住地|收件地址|"
    r"居住在|住于|住所)[：:为是在于]*"
    rf"(?:[^,，。；;：:!?\s]{{0,24}}?(?:{_N}|[A-Za-z])(?:号楼?|弄|栋|幢|座|单元|室|户|组|队|楼|排|#|-))+"
    rf"(?:{_N}[室户号]?)?"
)
_OF_AN_OFFICE = re.compile(
    r"行政楼|办公楼|综合楼|教学楼|实验楼|图书馆|政务|服务中心|大厅|窗口|会议室|办公室|报告厅|教室|机房|"
    r"实训|考场|档案室|信访|接待|科室|食堂|学生宿舍|宿管|仓库|办公地|"
    r"工作站|居委会|村委会|党群|活动中心|派出所"
)
# Offices and homes both stand there; what has a 单元 is a home.
_OF_BOTH = re.compile(r"校区|校内")
_HOME_STAIRS = re.compile(_UNIT)
_OF_A_PERSON = re.compile(r"家庭|家属|住址|家住|本人|个人|户籍|[现居]住|住在|住(?![建房宿院宅])")
_HIDDEN = re.compile(rf"[{_NUMERALS}A-Za-z]|[甲乙丙丁](?=号?[栋幢楼座])")
LOOKS_BACK, LOOKS_ON = 8, 5
_HINT = re.compile(r"[栋幢楼座排元室户号弄住村屯庄#-]")
_BREAKS = re.compile(r"[,.，。；;：:、\n]")


def homes_in(legible):
    if not _HINT.search(legible.signs):
        return
    plain = legible.without_blanks
    for found in _HOME.finditer(plain.signs):
        if not _is_of_an_office(plain.signs, found):
            yield _finding(plain, found)
    for found in _LIVES.finditer(plain.signs):
        yield _finding(plain, found)


def _is_of_an_office(signs, found):
    before = _BREAKS.split(signs[max(0, found.start() - LOOKS_BACK) : found.start()])[-1]
    after = _BREAKS.split(signs[found.end() : found.end() + LOOKS_ON])[0]
    around = before + found.group() + after
    if _OF_A_PERSON.search(around):
        return False
    return bool(
        _OF_AN_OFFICE.search(around)
        or (_OF_BOTH.search(around) and not _HOME_STAIRS.search(found.group()))
    )


def _finding(plain, found):
    """The numbers are hidden, the name of the place stays."""
    masked = _HIDDEN.sub("*", found.group())
    return plain.finding(Kind.HOME_ADDRESS, found.start(), found.end(), masked)
