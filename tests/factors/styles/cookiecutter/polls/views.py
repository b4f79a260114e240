from django.http import HttpResponse

from .models import Question


def index(request):
    return HttpResponse(f"{Question.objects.count()} questions")


def health(request):
    return HttpResponse("ok")
