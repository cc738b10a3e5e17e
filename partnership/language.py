from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language


class LanguageMiddleware(LocaleMiddleware):
    """Django's, except that a 404 of a screen stays one.

    An address that no route knows may be a page without its language, and is tried again with it. But what a
    screen refuses with 404 must look like what does not exist, not like something that has moved.
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.resolver_match:
            patch_vary_headers(response, ["Accept-Language"])
            response.headers.setdefault("Content-Language", get_language())
            return response
        return super().process_response(request, response)
