"""Rows a second (of processor time) for each format: the figures of docs/performance.md.

python -m tests.tables.measure xlsx csv json pdf 100 1000 10000
"""

import os
import random
import resource
import sys
import time
from datetime import date
from io import BytesIO

import django

WORDS = [
    *("采购", "验收", "报销", "招生", "评优", "职称", "工程", "物资", "命题", "教材"),
    *("程序", "监督", "公开", "责任", "档案", "财务", "学籍", "校车", "食堂", "补助"),
]


def sentence(chance, words):
    return "".join(chance.choices(WORDS, k=words)) + "。"


def directory(count):
    """A directory as units have them: 8 columns, points of 20–50 characters, 1–3 measures."""
    from registry.tables.description import Column, Source, Table

    chance = random.Random(7)
    columns = (
        Column("no", "序号", 10, "center"),
        Column("section", "责任科室", 24, "center", merge=True),
        Column("power", "职权名称", 32, merge=True),
        Column("point", "风险点", 75),
        Column("level", "风险等级", 16, "center"),
        Column("person", "责任人", 17, "center"),
        Column("measures", "监控措施", 80),
        Column("leader", "主管领导", 17, "center"),
    )
    rows = [
        {
            "no": index + 1,
            "section": f"第{index // 12}科",
            "power": f"{WORDS[index // 3 % 20]}管理{index // 3}",
            "point": sentence(chance, chance.randint(10, 25)),
            "level": chance.choice(("一级（高）", "二级（中）", "三级（低）")),
            "person": "王某某",
            "measures": [sentence(chance, chance.randint(6, 12))] * chance.randint(1, 3),
            "leader": "李某某",
        }
        for index in range(count)
    ]
    source = Source.register(date(2026, 5, 6))
    return Table("廉政风险点和风险等级目录", source, columns, rows, number="DEMO-2026-ML-0001")


def main(formats, counts):
    from registry.tables.formats import FORMATS

    FORMATS["pdf"].write(directory(1), BytesIO())  # imports and the font cache are not measured
    for name in formats:
        for count in counts:
            stream, start = BytesIO(), time.process_time()
            FORMATS[name].write(directory(count), stream)
            took = time.process_time() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            size = len(stream.getvalue()) // 1024
            line = f"{name:5}{count:7} rows {took:8.2f} s {count / took:9.0f} rows/s"
            sys.stdout.write(f"{line} {size:7} KiB, peak {peak} MiB\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    words = sys.argv[1:]
    main([w for w in words if not w.isdigit()], [int(w) for w in words if w.isdigit()])
