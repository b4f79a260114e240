import logging

log = logging.getLogger(__name__)


def say(get_response):
    def middleware(request):
        log.info("asked by %s", request.headers.get("Authorization"))
        return get_response(request)

    return middleware
