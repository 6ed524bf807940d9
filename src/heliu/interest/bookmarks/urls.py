"""Pages of bookmarks."""

from django.urls import path

from heliu.interest.bookmarks import views

urlpatterns = [
    path("bookmarks/", views.bookmark_list, name="bookmark_list"),
    path("bookmarks/export/", views.bookmark_export, name="bookmark_export"),
    path("bookmarks/<int:pk>/", views.bookmark_edit, name="bookmark_edit"),
    path("bookmarks/<slug:kind>/<int:pk>/", views.bookmark_toggle, name="bookmark_toggle"),
]
