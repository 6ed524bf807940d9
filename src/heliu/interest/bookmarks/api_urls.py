from rest_framework.routers import SimpleRouter

from heliu.interest.bookmarks import api

router = SimpleRouter()
router.register("bookmarks", api.BookmarkViewSet, basename="api-bookmark")

urlpatterns = router.urls
