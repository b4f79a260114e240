"""Who takes part: one module each, holding its views, its `urlpatterns` and the requests it is asked."""
