"""Notes address and number of each request for the trail and the logs."""

from ipaddress import ip_address
from secrets import token_hex

from django.conf import settings

from .origin import Origin, acting_from


class OriginMiddleware:
    """First in MIDDLEWARE, so that everything behind it records from where it was asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        origin = Origin(address=address_of(request), request_id=token_hex(8))
        request.request_id = origin.request_id
        with acting_from(origin):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = origin.request_id
        return response


def address_of(request) -> str:
    """The peer, or what the office's own proxies say of it: they append, so count from the right."""
    hops = getattr(settings, "TRUSTED_PROXY_COUNT", 0)
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if hops and len(claimed) >= hops:
        address = claimed[-hops].strip()
    else:
        address = request.META.get("REMOTE_ADDR", "")
    return _valid(address)


def _valid(address) -> str:
    try:
        return str(ip_address(address))[:45]
    except ValueError:
        return ""
