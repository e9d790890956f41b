"""A group chat of our own: takes what is posted, and answers as it is told."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

from django.utils import timezone

from registry.notices.notifying import notify
from reviews import group_lines

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec33"
SITE = "https://register.example.cn"
# A Wednesday in the term, ten in the morning in the office's time.
MORNING = timezone.datetime(2026, 11, 25, 2, tzinfo=timezone.get_fixed_timezone(0))


class Chat(HTTPServer):
    """Takes what is posted and answers as it is told: a reply, a status, or nothing at all."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard, self.answers = [], []

    @property
    def texts(self):
        return [body["text"]["content"] for _, body in self.heard]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, json.loads(body)))
        answers = self.server.answers
        status, said = answers.pop(0) if answers else (200, {"errcode": 0, "errmsg": "ok"})
        if status is None:
            self.close_connection = True
            return
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Location", f"http://{self.headers['Host']}/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *said):
        """Tests read no log of it."""


def said_to(person, url="/alerts/1/", text="小学部顾言之的采购有一处要看"):
    notify(people=[person], text=text, url=url)


def later(clock, **ahead):
    clock.shift(timedelta(**ahead))
    return group_lines.tick(timezone.now())
