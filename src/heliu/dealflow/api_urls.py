from rest_framework.routers import SimpleRouter

from heliu.dealflow import api

router = SimpleRouter()
router.register("introductions", api.IntroductionViewSet, basename="api-introduction")

urlpatterns = router.urls
