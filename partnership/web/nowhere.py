"""Below /api/ every answer is for machines, also the one that there is nothing at this address."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def nowhere(request):
    message = _("There is nothing at this address. Nothing was stored.")
    return JsonResponse({"error": "unknown_address", "message": message, "detail": message}, status=404)
