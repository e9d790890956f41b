"""Where business systems report in: `POST /records/` with a token, one record each.

No sign-in, no session, no cookie: the token is the only authority, so there is nothing a forged
request could borrow. Answers are JSON and name the field; nothing sent reaches the log.
"""

import json
from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from reviews.exercises import receiving, tokens
from reviews.exercises.record_fields import Fault, read, schema

MOST_BYTES = 32 * 1024
SCHEME = "bearer "
JSON_TYPE = "application/json"


class Answered(Exception):
    """The request is not taken: the status, and what is wrong."""

    def __init__(self, status, *faults, headers=None):
        super().__init__(status)
        self.status, self.faults, self.headers = status, faults, headers or {}


@login_not_required
@csrf_exempt
def records(request):
    """201 for a new record, 200 for the same again with the first answer."""
    try:
        response = _take(request)
    except Answered as refusal:
        errors = [{"field": fault.field, "message": fault.message} for fault in refusal.faults]
        response = _json({"errors": errors}, refusal.status)
        for name, value in refusal.headers.items():
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def record_schema(request):
    """What one record looks like, for other programs."""
    return _json(schema(), 200)


def _take(request):
    if request.method != "POST":
        fault = Fault("", "请用 POST 发送，一次一条。")
        raise Answered(405, fault, headers={"Allow": "POST"})
    token = _token(request)
    if not receiving.may_send(token):
        fault = Fault("", f"一分钟最多 {receiving.MOST_A_MINUTE} 条，请稍后再发。")
        raise Answered(429, fault, headers={"Retry-After": "60"})
    content, faults = read(_sent(request))
    if faults := faults or receiving.faults_of(token, content):
        raise Answered(422, *faults)
    taken = receiving.take(token=token, content=content)
    if not taken.is_same:
        raise Answered(409, Fault("number", "这个编号已经收过另一份内容。要更正，请换一个编号。"))
    return _json(_receipt(taken.record), 201 if taken.is_new else 200)


def _token(request):
    said = request.headers.get("Authorization", "")
    token = tokens.known(said[len(SCHEME) :]) if said.lower().startswith(SCHEME) else None
    if token is None:
        fault = Fault("", "令牌不对、已停用或者已过期。请向单位防控办索取。")
        raise Answered(401, fault, headers={"WWW-Authenticate": "Bearer"})
    return token


def _sent(request):
    """The JSON that was sent; numbers as they were written."""
    if request.content_type != JSON_TYPE:
        raise Answered(415, Fault("", f"请用 Content-Type: {JSON_TYPE}。"))
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Answered(413, Fault("", f"一条最多 {MOST_BYTES // 1024} KB。"))
    try:
        return json.loads(
            body.decode(), parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once
        )
    except (ValueError, ArithmeticError, RecursionError) as wrong:
        raise Answered(400, Fault("", "内容不是能读的 JSON（UTF-8）。")) from wrong


def _refuse(constant):
    raise ValueError(constant)


def _once(pairs):
    """No name twice: two readers would take different values of it."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _receipt(arrived):
    """The same however often it is asked, whatever became of the record."""
    return {
        "number": arrived.number,
        "receipt": arrived.digest[:16],
        "received_at": timezone.localtime(arrived.received_at).isoformat(timespec="seconds"),
    }


def _json(content, status):
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
