from django.urls import include, path
from rest_framework.routers import SimpleRouter

from heliu.dealflow import api
from heliu.dealflow.meetings import api as meetings

router = SimpleRouter()
router.register("introductions", api.IntroductionViewSet, basename="api-introduction")
router.register("meetings", meetings.MeetingViewSet, basename="api-meeting")

urlpatterns = [path("", include("heliu.dealflow.blind.api_urls")), *router.urls]
