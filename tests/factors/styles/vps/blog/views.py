from blog.models import Post
from django.http import HttpResponse
from django.views.decorators.cache import cache_page


@cache_page(60)
def index(request):
    return HttpResponse(f"{Post.objects.count()} posts")
