"""The roles that the demo offers on the sign-in page, one click each."""

from registry.organisation.models import Account

# (user name, label, what this role does in the demo)
ROLES = [
    ("staff", "填报人", "学校一般工作人员，填报本岗位的风险防控表"),
    ("section-head", "科室负责人", "审核本科室的表，管理三级风险点"),
    ("supervisor", "分管领导", "审查所分管科室的表"),
    ("group", "单位领导小组", "集体审查，记录会议结果"),
    ("principal", "单位主要负责人", "公示之后确认生效"),
    ("office", "防控办", "组织填报，汇总目录，办理公示和公开"),
    ("discipline", "派驻纪检组、监察室", "最后一步审核签字"),
    ("bureau-leader", "上级领导", "查看全局和各学校的目录与进度"),
    ("system-admin", "系统管理员", "设置单位、岗位、人员和账号"),
    ("security-admin", "安全管理员", "授予席位和权限"),
    ("auditor", "审计管理员", "查看操作留痕"),
]


def offered_cast():
    """The roles whose account is there to be used, in the order above."""
    names = [username for username, _, _ in ROLES]
    present = Account.objects.filter(username__in=names, is_active=True)
    there = set(present.values_list("username", flat=True))
    return [
        {"username": username, "label": label, "description": description}
        for username, label, description in ROLES
        if username in there
    ]
