"""Texts with personal data, labelled: frames × values × damage.

All numbers are made up here, with valid check digits; the same texts on every run.
"""

import random
from dataclasses import dataclass
from itertools import cycle, product


@dataclass(frozen=True)
class Labelled:
    text: str
    kind: str
    start: int
    end: int
    damage: str


# --- values --------------------------------------------------------------------------------------

CHECKS = "10X98765432"
PLACES = ("110105", "320102", "330106", "410102", "440305", "510107", "610113", "650103", "220104")
MOBILE_HEADS = ("134", "138", "139", "147", "150", "159", "166", "173", "177", "186", "191", "199")
AREAS = ("010", "021", "027", "0371", "0379", "0512", "0755", "0891", "0991", "028")
CARD_HEADS = (
    "622202",
    "621700",
    "622848",
    "621661",
    "955880",
    "436742",
    "530000",
    "356895",
    "603367",
)
ADDRESSES = (
    "阳光小区3栋2单元501室",
    "金水花园12号楼1单元302",
    "教师家属院5号楼402室",
    "翠湖名苑8幢1103室",
    "长寿路1118弄23号602室",
    "文化路18号院3号楼2单元501号",
    "东风新村6栋3单元101户",
    "锦绣家园A座1805室",
    "王庄村3组12号",
    "和平里社区7号楼4单元",
    "建设路96号4号楼3单元202室",
    "职工宿舍2号楼306室",
    "滨河公寓15栋804",
    "安置房9号楼2单元1202室",
    "梧桐山庄21栋",
)
MAILBOXES = (
    "zhangsan@qq.com",
    "li.si-1982@163.com",
    "wangwu_88@sina.com.cn",
    "zhao6@126.com",
    "sunqi@school.edu.cn",
    "teacher.zhou@outlook.com",
    "13800001111@139.com",
    "wu.li+work@gmail.com",
)


def digits(chance, count):
    return "".join(str(chance.randrange(10)) for _ in range(count))


def identity(chance):
    born = f"{chance.randrange(1950, 2016)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    first = chance.choice(PLACES) + born + digits(chance, 3)
    weights = [pow(2, 17 - at, 11) for at in range(17)]
    total = sum(weight * int(sign) for weight, sign in zip(weights, first, strict=True))
    return first + CHECKS[total % 11]


def old_identity(chance):
    born = f"{chance.randrange(30, 99)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    return chance.choice(PLACES) + born + digits(chance, 3)


def luhn(first):
    """The last digit that makes a card of these."""
    total = 0
    for at, sign in enumerate(reversed(first)):
        number = int(sign) * (1 if at % 2 else 2)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def card(chance):
    head = chance.choice(CARD_HEADS)
    length = 16 if head[0] in "345" else 19
    first = head + digits(chance, length - 1 - len(head))
    return first + luhn(first)


def mobile(chance):
    return chance.choice(MOBILE_HEADS) + digits(chance, 8)


def landline(chance):
    area = chance.choice(AREAS)
    local = str(chance.randrange(2, 9)) + digits(
        chance, 7 if len(area) == 3 else 6 + chance.randrange(2)
    )
    return f"{area}-{local}"


def passport(chance):
    return chance.choice("EG") + digits(chance, 8)


VALUES = {
    "id_number": (identity, identity, identity, old_identity),
    "mobile": (mobile,),
    "landline": (landline,),
    "bank_card": (card,),
    "email": (lambda chance: chance.choice(MAILBOXES),),
    "home_address": (lambda chance: chance.choice(ADDRESSES),),
    "passport": (passport,),
}

# --- damage --------------------------------------------------------------------------------------

CHINESE = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


def wide(text):
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def grouped(between):
    """As people split a number: 6-8-4 for identity, fours for cards, 3-4-4 for phones."""

    def split(text):
        sizes = {18: (6, 8, 4), 15: (6, 6, 3), 11: (3, 4, 4)}.get(len(text), (4,) * 5)
        parts, at = [], 0
        for size in sizes:
            parts.append(text[at : at + size])
            at += size
        return between.join(filter(None, parts))

    return split


def each_sign(between):
    return lambda text: between.join(text)


def in_chinese(text):
    return "".join(CHINESE.get(sign, sign) for sign in text)


def plain(text):
    return text


NUMBER_DAMAGE = {
    "plain": plain,
    "wide": wide,
    "blanks": grouped(" "),
    "wide blanks": grouped("\u3000"),
    "hyphens": grouped("-"),
    "long dashes": grouped("—"),
    "dots": grouped("."),
    "middle dots": grouped("·"),
    "each sign": each_sign(" "),
    "zero width": each_sign("\u200b"),
    "wide and split": lambda text: wide(grouped("-")(text)),
    "wide each sign": lambda text: each_sign(" ")(wide(text)),
    "line break": grouped("\n"),
    "no-break blanks": grouped("\u00a0"),
}
DAMAGE = {
    "id_number": {**NUMBER_DAMAGE, "chinese": in_chinese},
    "mobile": {
        **NUMBER_DAMAGE,
        "chinese": in_chinese,
        "chinese each sign": lambda text: " ".join(in_chinese(text)),
        "yao": lambda text: in_chinese(text).replace("一", "幺"),
        "abroad": lambda text: f"+86 {text}",
        "abroad split": lambda text: f"+86-{grouped('-')(text)}",
        "other groups": lambda text: f"{text[:3]} {text[3:]}",
        "sevens": lambda text: f"{text[:7]} {text[7:]}",
    },
    "bank_card": NUMBER_DAMAGE,
    "landline": {
        "plain": plain,
        "together": lambda text: text.replace("-", ""),
        "wide": wide,
        "brackets": lambda text: "（{}）{}".format(*text.split("-")),
        "blanks": lambda text: text.replace("-", " "),
        "zero width": each_sign("\u200b"),
    },
    "email": {
        "plain": plain,
        "wide": wide,
        "wide at": lambda text: text.replace("@", "＠"),
        "blanks": lambda text: text.replace("@", " @ "),
        "at in words": lambda text: text.replace("@", "（at）"),
        "brackets": lambda text: text.replace("@", "[at]"),
        "capitals": str.upper,
        "zero width": each_sign("\u200b"),
    },
    "home_address": {
        "plain": plain,
        "wide": wide,
        "chinese": in_chinese,
        "blanks": lambda text: "".join(f" {sign} " if sign.isdigit() else sign for sign in text),
        "zero width": each_sign("\u200b"),
    },
    "passport": {"plain": plain, "wide": wide, "blank": lambda text: f"{text[0]} {text[1:]}"},
}

# --- frames --------------------------------------------------------------------------------------

FRAMES = {
    "id_number": (
        "把学生{}的学籍信息外传给培训机构，泄露隐私",
        "申请人身份证号{}未核对原件即办理登记",
        "经办人（身份证：{}）重复领取补助",
        "发放名册里写有{}，公示时没有遮盖",
        "证件号 {}，家长未签字",
        "{}",
        "刘某，{}，2023年领取助学金3000元",
        "代领人证件号码为{}；代领无委托书",
        "名单第12行：王某某 {} 已核",
    ),
    "mobile": (
        "发现问题请联系张老师{}",
        "招生咨询请打{}，不经学校登记",
        "由李主任（手机{}）一人保管公章",
        "联系人：陈某，电话：{}。",
        "{}",
        "家长电话{}外泄",
        "经办人王某{}，复核人赵某",
        "举报人{}的号码被记在登记簿上",
        "微信同号：{}，请加好友",
        "2024年3月5日来电，号码为{}，要求减免5000元",
        "手机{}QQ同号",
        "王老师{}Email:w@x.com，收作业用",
        "加{}wx进群交费",
        "加QQ{}进群交费",
        "Mr{}代收",
        "{}元旦后可打，元月十日前有效",
    ),
    "landline": (
        "家庭电话{}写入公示材料",
        "家长住宅电话：{}",
        "联系陈某{}",
        "本人家里电话是{}，随时可以联系",
        "收款人电话 {}，未核实身份",
        "家庭电话：{}Email同上",
        "{}",
    ),
    "bank_card": (
        "补助打入{}，与申请人不符",
        "退费转到个人银行卡{}",
        "工资卡号：{}。",
        "把押金存入会计的卡（{}），形成账外资金",
        "{}",
        "收款账号 {}，户名为供应商亲属",
        "卡号{}，开户行为城西支行，2022年5月开卡",
        "卡号{}ICBC城西支行",
    ),
    "email": (
        "请把名单发到{}",
        "投标文件提前传至 {}，泄露标底",
        "联系邮箱：{}，李老师收",
        "{}",
        "本人邮箱{}接收试卷",
        "资料由{}转发给供应商",
    ),
    "home_address": (
        "家住{}，离学校不足一公里",
        "申请人住址：{}",
        "学生家庭住址{}被张贴在公告栏",
        "上门到{}收取报名费",
        "登记簿上写着{}，未作遮盖",
        "{}",
        "窗口人员王某住{}",
        "李某某，{}，2023年享受低保",
    ),
    "passport": (
        "护照号{}由一人保管",
        "出国（境）人员护照{}未按时上交",
        "因私护照号码：{}",
        "外教护照 {} 复印件随意放置",
    ),
}
EACH_OF = 2


def positives():
    """Every frame of a kind with every damage, each with values of its own."""
    chance = random.Random(20261127)
    found = []
    for kind, frames in FRAMES.items():
        makers = cycle(VALUES[kind])
        for (name, damage), frame, _ in product(DAMAGE[kind].items(), frames, range(EACH_OF)):
            value = damage(next(makers)(chance))
            start = frame.index("{}")
            text = frame.replace("{}", value)
            found.append(Labelled(text, kind, start, start + len(value), name))
    return found
