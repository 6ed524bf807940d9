from django.urls import include, path
from rest_framework.routers import SimpleRouter

from heliu.dealflow import api

router = SimpleRouter()
router.register("introductions", api.IntroductionViewSet, basename="api-introduction")

urlpatterns = [path("", include("heliu.dealflow.blind.api_urls")), *router.urls]
