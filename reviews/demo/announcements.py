"""The boards inside the units: matters shown, one that was corrected, one still a draft."""

from datetime import timedelta

from reviews import announcements
from reviews.models import Announcement

from .scans import scan_of_signature

Matter = Announcement.Matter
# unit, who writes it, working days before today, days it is shown (None: until taken down), …
SHOWN = [
    {
        "unit": "DEMO",
        "by": "office",
        "ago": 30,
        "days": 180,
        "for_below": True,
        "matter": Matter.REIMBURSEMENT,
        "title": "差旅费报销的三点说明",
        "text": (
            "近来大家问得最多的是差旅费怎么报，这里一并说明。\n\n"
            "一、出差前在系统里填审批单，注明事由和往返日期；临时出差的，回来三个工作日内补填。\n"
            "二、住宿按规定标准凭票报销，超出部分自理；公务卡结算的，附刷卡小票。\n"
            "三、票据齐全的，计财科五个工作日内办结；缺什么，会一次说清。\n\n"
            "有不清楚的，可以问计财科，也可以来防控办看原文。"
        ),
        "file": "差旅费管理办法.png",
    },
    {
        "unit": "DEMO",
        "by": "office",
        "ago": 12,
        "days": 90,
        "for_below": True,
        "matter": Matter.PROCUREMENT,
        "title": "全区学生课桌椅集中采购结果",
        "text": (
            "本次采购六百套可升降课桌椅，公开招标，七家单位投标，评审专家从专家库随机抽取。\n\n"
            "评分办法、中标单位和单价见附件。验收由各校总务处、工会和家长代表一起参加，"
            "抽检不合格的整批退换。大家在使用中发现问题，请随时告诉本校总务处。"
        ),
        "file": "评审结果.png",
    },
    {
        "unit": "DEMO-1",
        "by": "office-1",
        "ago": 20,
        "days": 120,
        "for_below": False,
        "matter": Matter.BUDGET,
        "title": "本学期公用经费使用情况",
        "text": (
            "本学期公用经费主要用在三个方面：水电和日常维修、教学用品、教师培训。\n\n"
            "各项金额和去年同期的对比见附件。水电比去年少用了一成，谢谢大家随手关灯关水。"
            "下学期的安排正在征求意见，有建议请在月底前告诉办公室。"
        ),
        "file": "公用经费收支表.png",
    },
    {
        "unit": "DEMO-1",
        "by": "office-1",
        "ago": 9,
        "days": 60,
        "for_below": False,
        "matter": Matter.WORKS,
        "title": "教学楼卫生间改造的工期和监督办法",
        "text": (
            "教学楼一至三层卫生间改造，周末和放学以后施工，不影响上课。\n\n"
            "工程量由监理和总务处共同签认，变更要经班子会议研究。"
            "每层门口贴有施工内容和监督电话，哪里做得不到位，欢迎大家指出来。"
        ),
        "file": "",
    },
    {
        "unit": "DEMO-1",
        "by": "keeper-1",
        "ago": 6,
        "days": 45,
        "for_below": False,
        "matter": Matter.APPOINTMENT,
        "title": "年级组组长聘任的程序和结果",
        "text": (
            "按“个人报名、年级组推荐、班子研究、内部公开”的程序，"
            "聘任了六位年级组组长，任期两年，名单已在教职工大会上宣布。\n\n"
            "推荐票和会议记录存在办公室，本校教职工可以查阅。"
        ),
        "file": "",
    },
    {
        "unit": "DEMO-2",
        "by": "keeper-2",
        "ago": 8,
        "days": None,
        "for_below": False,
        "matter": Matter.ASSETS,
        "title": "报废设备的处置结果",
        "text": (
            "本年度报废电脑二十二台、投影仪三台，经鉴定后交有资质的单位回收，"
            "残值全部上缴。硬盘已当场销毁，总务处、信息组各一人在场签字。"
        ),
        "file": "",
    },
    {
        "unit": "DEMO-3",
        "by": "keeper-3",
        "ago": 5,
        "days": 60,
        "for_below": False,
        "matter": Matter.OTHER,
        "title": "食堂食材由谁验、怎么验",
        "text": (
            "每天早上七点，由值班教师、食堂管理员和一位家长一起验收，"
            "看票证、看新鲜、看分量，三个人签字才入库。想来看一看的家长，提前一天告诉班主任就行。"
        ),
        "file": "",
    },
]
CORRECTED = {
    "unit": "DEMO-1",
    "by": "keeper-1",
    "ago": 15,
    "days": 60,
    "for_below": False,
    "matter": Matter.PROCUREMENT,
    "title": "图书馆新书采购清单",
    "text": "本次采购图书一千二百册，清单见图书馆门口的公告栏，由图书室和语文组共同选定。",
    "file": "",
}
CORRECTED_AFTER = 2
WHY = "册数写错了，更正后重新发布。"
DRAFT = {
    "unit": "DEMO-1",
    "by": "keeper-1",
    "ago": 1,
    "days": 30,
    "for_below": False,
    "matter": Matter.REIMBURSEMENT,
    "title": "培训费报销需要哪些材料（起草中）",
    "text": "培训通知、发票、签到表。还要再和财务室核对一下，定了再发布。",
    "file": "",
}


def stories(world):
    for each in SHOWN:
        yield shown(world, each)
    yield corrected(world)
    yield drafted(world)


def shown(world, each):
    made = yield from written(world, each)
    publish(made, world.account(each["by"]))


def corrected(world):
    """Taken down with a reason two days later."""
    by = world.account(CORRECTED["by"])
    made = yield from written(world, CORRECTED)
    publish(made, by)
    yield world.days.at(world.days.ago(CORRECTED["ago"] - CORRECTED_AFTER), "board corrected")
    announcements.take_down(announcement=made, why=WHY, by=by)


def drafted(world):
    yield from written(world, DRAFT)


def written(world, each):
    day = world.days.ago(each["ago"])
    yield world.days.at(day, each["title"])
    by = world.account(each["by"])
    content = {
        "matter": each["matter"],
        "title": each["title"],
        "text": each["text"],
        "for_below": each["for_below"],
        "starts_on": day,
        "ends_on": day + timedelta(days=each["days"]) if each["days"] else None,
    }
    made = announcements.draft(unit=world.unit(each["unit"]), content=content, by=by)
    if each["file"]:
        scan = scan_of_signature(each["title"])
        scan.name = each["file"]
        announcements.enclose(announcement=made, upload=scan, by=by)
    return made


def publish(made, by):
    announcements.publish(announcement=made, seen=announcements.stamp(made), by=by)
