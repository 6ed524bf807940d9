"""Addresses of papers in the API."""

from rest_framework.routers import SimpleRouter

from heliu.deals.papers import api

router = SimpleRouter()
router.register(r"deals/(?P<deal_pk>\d+)/papers", api.PaperViewSet, basename="api-paper")
router.register(r"deals/(?P<deal_pk>\d+)/registration", api.RegistrationViewSet, basename="api-registration")
router.register(r"deals/(?P<deal_pk>\d+)/enclosures", api.EnclosureViewSet, basename="api-enclosure")
router.register("paper-templates", api.PaperTemplateViewSet, basename="api-paper-template")

urlpatterns = router.urls
