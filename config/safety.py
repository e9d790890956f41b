"""What production refuses to start with. Values in, reasons out; nothing is read from outside."""

import re
from collections.abc import Mapping
from typing import Any

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10  # a random hexadecimal key has at most 16
PLACEHOLDER = re.compile(r"insecure|change.?me|default|example|development|secret.?key", re.I)
FULL = re.compile(r"synchronous\s*=\s*(full|2|extra|3)\b", re.I)


def refusals(settings: Mapping[str, Any]) -> list[str]:
    """Reasons, in the operator's language, why production must not start; empty if it may."""
    found = [
        *_key_refusals("SECRET_KEY", settings["SECRET_KEY"]),
        *_key_refusals("TRAIL_KEY", settings["TRAIL_KEY"]),
        *_database_refusals(settings["DATABASES"]["default"]),
    ]
    if settings["DEBUG"]:
        found.append("DEBUG 打开时，出错页面会把内部数据显示给访问者：请去掉 DEBUG。")
    if settings["DEMO"]:
        found.append("DEMO=1 会让任何人一键登录演示角色：请去掉 DEMO。")
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts or "*" in hosts:
        found.append("请用 ALLOWED_HOSTS 写明本系统的域名，多个域名用逗号隔开，不能写 *。")
    return found


def _key_refusals(name: str, key: str) -> list[str]:
    if not key:
        return [f"没有设置 {name}：请用一串不少于 {SHORTEST_KEY} 个字符的随机文字。"]
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS or PLACEHOLDER.search(key):
        return [f"{name} 太短、太简单或是示例值：请换成不少于 {SHORTEST_KEY} 个字符的随机文字。"]
    return []


def _database_refusals(database: Mapping[str, Any]) -> list[str]:
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    options = database.get("OPTIONS", {})
    found = []
    if not FULL.search(options.get("init_command", "")):
        found.append("SQLite 没有 synchronous=FULL：断电时，刚签的意见可能丢失。")
    if options.get("transaction_mode") != "IMMEDIATE":
        found.append("SQLite 没有 transaction_mode=IMMEDIATE：几个人同时签字时会失败。")
    return found
