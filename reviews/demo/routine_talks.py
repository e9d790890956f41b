"""Routine talks of the bureau and of the large school: what fills a year's ledger.

As `talks.HELD`, without the kind, which is one: who holds it, with whom, working days before today,
place, topic, what was said.
"""

from . import talks

KIND = "例行谈话"
OFFICE = "局长室"
HELD = [
    (
        *("bureau-leader", "d0-secretary", 142, OFFICE, "班子议事的记录"),
        "约定议题提前两天发到每位成员手里，会上各人的意见都记进纪要，会后由书记核对一遍。",
    ),
    (
        *("bureau-leader", "d0-secretary", 52, OFFICE, "干部任用的酝酿"),
        "谈了科级岗位轮岗的酝酿范围。书记提出先听分管领导和本人两方面的意见，再拿到会上。",
    ),
    (
        *("bureau-leader", "d0-vice-teaching", 139, OFFICE, "招生季的咨询口径"),
        "报名期间咨询电话由两人值守并作记录，托关系打听名额的一律请对方看公告。",
    ),
    (
        *("bureau-leader", "d0-vice-teaching", 48, OFFICE, "督导结果怎么用"),
        "督导等次先与学校见面再公布，学校有不同意见的写清理由，由另一个组复看。",
    ),
    (
        *("bureau-leader", "d0-vice-finance", 44, OFFICE, "年底资金的进度"),
        "年底付款集中，商量好不赶进度、不拆项目，来不及的结转到明年并写明原因。",
    ),
    (
        *("bureau-leader", "d0-vice-safety", 133, OFFICE, "校车和食堂的检查"),
        "检查名单由摇号产生，去之前不打招呼；发现的问题当天告诉学校，十天后再去看一次。",
    ),
    (
        *("d0-secretary", "d0-head-office", 128, "党委会议室", "公务接待和用车"),
        "接待先有函再安排，用车派单写明事由和里程，每月在公开栏贴一次。",
    ),
    (
        *("d0-secretary", "d0-head-office", 39, "党委会议室", "印章登记补齐没有"),
        "上半年空着的几栏已经补上。对方建议改成扫码登记，试行一个月。",
    ),
    (
        *("d0-secretary", "d0-head-personnel", 121, "人事科", "职称评审的回避"),
        "评委名单评审前一天抽取，与申报人有亲属、师生关系的自己提出来，不计名不追问。",
    ),
    (
        *("d0-secretary", "d0-head-personnel", 31, "人事科", "教师交流轮岗"),
        "家里有老人要照看的先听本人意见，名单和理由一起公示，谁都能来问。",
    ),
    (
        *("d0-vice-teaching", "d0-head-basic", 115, "教学副局长室", "转学插班的口径"),
        "有学位就按登记先后安排，没有学位就写明白什么时候再来问，口头答应的不算。",
    ),
    (
        *("d0-vice-teaching", "d0-head-inspect", 108, "督导室", "到学校不吃请"),
        "督导组自带水杯，工作餐按标准交费并留收据；学校硬要安排的，记下来带回。",
    ),
    (
        *("d0-vice-teaching", "d0-head-exam", 101, "考试中心", "试卷的交接"),
        "交接、入库、出库都是两个人签字。对方提出监控硬盘满了要换，已列入采购。",
    ),
    (
        *("d0-vice-teaching", "d0-head-exam", 29, "考试中心", "学考前再看一遍"),
        "一起走了一遍保密室，门禁记录和交接单对得上，备用钥匙改由两人分管。",
    ),
    (
        *("d0-vice-safety", "d0-head-safety", 94, "安全科", "隐患复查谁来签"),
        "查隐患的人不自己销号，换一个人复查、拍照、签字，同一所学校不连着去两次。",
    ),
    (
        *("d0-vice-finance", "d0-head-permit", 36, "行政审批窗口", "窗口评价器的差评"),
        "两条差评都是排队久。对方已把预约时段拆细，中午加一个人值守。",
    ),
    (
        *("d0-secretary", "office", 90, "防控办", "催办时怎么说话"),
        "催办先问难处再说期限，能帮的当场帮；连着两次没有办的，才报到分管领导那里。",
    ),
    (
        *("principal", "d1-vice-moral", 112, "校长室", "评优和困难补助"),
        "名额先公布、条件先讲清，班主任只推荐不决定，家里情况不在公示里写。",
    ),
    (
        *("principal", "d1-vice-moral", 42, "校长室", "研学旅行的选择"),
        "三家机构的方案给家长委员会看，学校不收一分钱，费用直接付给机构。",
    ),
    (
        *("d1-vice-moral", "d1-grade1", 97, "德育处", "分班和调座位"),
        "分班用名册随机排，家长递条子的都交到德育处登记；座位两周轮换一次。",
    ),
    (
        *("d1-vice-moral", "d1-grade3", 84, "德育处", "家长送的东西"),
        "教师节收到的两束花放到了图书角，购物卡当天退回并请对方签收。",
    ),
    (
        *("supervisor", "d1-grade6", 78, "教学楼二楼小会议室", "毕业班的推荐"),
        "推荐材料由两位老师各看一遍，成绩从系统里导出，不用手抄的。",
    ),
    (
        *("supervisor", "d1-head-research", 66, "教科室", "课题经费报销"),
        "发票后面附上活动照片和签到，劳务费一律打到本人卡里。",
    ),
    (
        *("d1-vice-logistics", "d1-head-finance", 24, "后勤副校长室", "代收费的结算"),
        "课后服务费一学期结算一次，余下的退给家长，明细贴在校门口。",
    ),
    (
        *("d1-vice-moral", "d1-head-moral", 22, "德育处", "少先队活动的经费"),
        "活动前先列清单，两个人采买，剩下的物料登记入库，下次接着用。",
    ),
]


def stories(world):
    for holder, partner, ago, place, topic, content in HELD:
        yield talks.held(world, (holder, partner, KIND, ago, place, topic, content))
