"""What an education bureau or a school is usually busy with, month by month, and by which words
points that touch it are found: offered to the office, which writes its own just as well.
"""

# month → ((key work, words), …); one word is enough for a point to be found.
BY_MONTH = {
    1: (("年终决算和慰问", "经费 报销 慰问 福利"), ("年度考核评优", "考核 评优 推荐")),
    2: (("开学收费", "收费 学费 代收"), ("教辅材料征订", "教辅 征订 教材")),
    3: (("年度采购立项", "采购 询价 预算"), ("学生资助认定", "资助 补助 困难")),
    4: (("校园安全检查", "检查 安全 整改"), ("教师交流轮岗", "交流 调配 轮岗")),
    5: (("招生政策公布", "招生 录取 入学"), ("职称申报", "职称 申报 评审")),
    6: (("招生报名审核", "招生 报名 学籍"), ("考试组织", "考试 命题 监考")),
    7: (("暑期修缮工程", "工程 维修 修缮 验收"), ("教师招聘", "招聘 面试 录用")),
    8: (("编班和转学", "编班 分班 转学 学籍"), ("食堂和校服招标", "食堂 校服 招标")),
    9: (("教师节表彰", "表彰 评优 推荐"), ("开学收费", "收费 代收 伙食费")),
    10: (("固定资产清查", "资产 盘点 报废"), ("课后服务收费", "课后服务 收费")),
    11: (("下年度预算编制", "预算 经费 项目"), ("专项资金绩效检查", "专项 资金 拨付")),
    12: (("年底集中支付", "支付 报销 公务"), ("干部考核推荐", "任用 推荐 考察")),
}


def usual_in(month):
    """((key work, words), …) of a month."""
    return BY_MONTH[month]
