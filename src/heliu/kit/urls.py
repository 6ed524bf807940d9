from django.urls import path

from heliu.kit import views

urlpatterns = [
    path("vocabularies/<slug:name>/", views.vocabulary, name="vocabulary"),
]
