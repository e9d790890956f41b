"""Whether a text names a colleague: the name of a person beside a title or a verb (对岗不对人)."""

import re

_TITLES = (
    "老师|同志|副?主任|副?校长|园长|书记|副?局长|副?科长|股长|处长|主席|会计|出纳|组长|教师|班主任|干事|馆长"
    "|站长|所长|队长|总务|院长|先生|女士"
)
_BEFORE = "由|经|与|和|跟|向|找|请|让|给|被|替|为|受|凭|靠|对|同"
_AFTER = (
    "在|对|将|把|为|向|与|和|利用|擅自|私自|违规|一人|独自|个人|本人|负责|经手|经办|审核|审批|办理|收受|接受"
    "|放宽|登记|签字|签名|保管|未|没|不|收|审|定|说|要求|打招呼|授意|安排|承办|分管"
)
# Names that are words of the language too: 高峰 in 报名高峰 is nobody.
_WORDS = (
    "高峰 高潮 高原 高远 高明 高兴 高洁 高度 高雅 高升 高歌 高等 方圆 方正",
    "方法 方便 方向 方程 方式 方言 安全 安康 安宁 安定 安心 安静 安排 平安",
    "平静 平凡 和平 和谐 和气 文明 文化 文学 文章 文字 文静 明星 明白 明亮",
    "明确 明显 白云 白雪 白天 黄金 黄河 黄山 黄昏 黄海 江山 江河 江南 江湖",
    "江海 山川 山林 金融 金星 金牌 金山 石林 石油 石英 马力 马达 马上 牛奶",
    "杨树 杨柳 李子 梅花 梅雨 花园 花朵 水平 水电 水泥 水利 海洋 海关 海军",
    "田园 田野 田径 田地 温和 温暖 温泉 常识 常规 常务 常年 常委 常青 时光",
    "时间 时代 时装 严格 严明 严肃 严密 严重 严谨 严实 钟表 钟情 包容 包庇",
    "包干 应急 应用 成立 成功 成长 成果 成绩 成就 成本 成分 东方 党员 党风",
    "党章 党性 于是 任务 任教 任职 任命 任性 项目 关系 关心 关联 关键 关爱",
    "解放 解决 解释 计划 计算 师生 师德 师范 师资 华丽 华夏 华东 雷同 雷雨",
    "雷达 万一 万全 万能 余地 余额 童年 童话 童心 钱财 钱款 车辆 车队 年华",
    "年轻 年级 权力 权利 公正 公平 公开 公道 公款 公章 公示 管理 管教 管用",
    "单位 单独 古典 古董 连续 连带 曲线 曲直 容易 向往 向上 全面 全国 全体",
    "经济 经手 经办 印章 印鉴 苗条 苗木 顾问 顾全 施工 施行 施教 沈阳 沙龙",
    "沙漠 景色 景观 宁静 宁波 齐全 齐心 左右 强化 强制 强调 宣传 宣布 来源",
    "来往 米兰 池塘 路程 路线 路灯 路费 游戏 游览 班级 班会 伍德 习惯 习题",
    "凤凰 洪水 洪亮 毛线 毛笔 谷雨 丰收 丰富 胡同 胡乱 尚可 房租 房产 杜绝",
    "祝福 双全 双方 双休 家长 学生 学校 建设 国庆 元旦 春节 立新 志愿 志强",
    "自强 自立 开明 光明 光荣 优秀 英雄 英语 胜利 团结 友谊 友好 诚信 诚实",
    "思想 思维 思源 新生 新华 新年 良好 正义 正直 正确 清正 清明 廉洁 红旗",
    "红星 朝阳 向阳 阳光 晨光 曙光 长城 长江 泰山 华山 太平 永久 永恒 永远",
    "长久 长远 长期 忠诚 忠实 勤奋 勤劳",
)
WORDS = frozenset(word for line in _WORDS for word in line.split())


def named_person(text, people):
    """The first of these names that the text uses for a person, or an empty text."""
    return next((name for name in people if name in text and _speaks_of(text, name)), "")


def _speaks_of(text, name):
    """Two characters beside a title, verb or preposition; longer names are hardly anything else."""
    if len(name) < 2 or name in WORDS:
        return False
    beside = rf"(?:{_TITLES}|{_BEFORE}){name}|{name}(?:{_TITLES}|{_AFTER})"
    return len(name) > 2 or bool(re.search(beside, text))
