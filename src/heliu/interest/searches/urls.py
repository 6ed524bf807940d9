"""Pages of saved searches."""

from django.urls import path

from heliu.interest.searches import views

urlpatterns = [
    path("searches/", views.saved_search_list, name="saved_search_list"),
    path("searches/new/", views.saved_search_create, name="saved_search_create"),
    path("searches/<int:pk>/", views.saved_search, name="saved_search"),
    path("searches/<int:pk>/edit/", views.saved_search_edit, name="saved_search_edit"),
    path("searches/<int:pk>/delete/", views.saved_search_delete, name="saved_search_delete"),
]
