from django.http import JsonResponse
from things.models import Thing


async def things(request):
    return JsonResponse({"things": [thing.name async for thing in Thing.objects.all()]})


async def health(request):
    await Thing.objects.acount()
    return JsonResponse({"status": "ok"})
