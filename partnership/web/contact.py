"""Where somebody who found a weakness writes (RFC 9116); 404 where settings name nobody."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

VALID_FOR = timedelta(days=180)


@require_safe
def security_contact(request):
    if not settings.CONTACT_EMAIL:
        raise Http404
    until = (timezone.now() + VALID_FOR).strftime("%Y-%m-%dT00:00:00Z")
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    text = f"Contact: mailto:{settings.CONTACT_EMAIL}\nExpires: {until}\nPreferred-Languages: {languages}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
