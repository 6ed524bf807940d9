"""Addresses of this area in the API."""

from rest_framework.routers import SimpleRouter

from heliu.agreements import api

router = SimpleRouter()
router.register("agreements", api.AgreementViewSet, basename="api-agreement")
router.register("agreement-templates", api.AgreementTemplateViewSet, basename="api-agreement-template")

urlpatterns = router.urls
