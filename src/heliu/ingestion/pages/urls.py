"""Addresses of pages."""

from django.urls import path

from heliu.ingestion.pages.views import deciding, drafting, lists, reading

urlpatterns = [
    path("functions/", lists.function_list, name="function_list"),
    path("pages/", lists.page_list, name="page_list"),
    path("pages/export/", lists.page_export, name="page_export"),
    path("pages/new/", lists.page_add, name="page_add"),
    path("pages/<int:pk>/", reading.page_detail, name="page_detail"),
    path("pages/<int:pk>/steps/<slug:step>/", reading.page_step, name="page_step"),
    path("pages/<int:pk>/versions/<int:number>/", reading.page_version, name="page_version"),
    path("pages/<int:pk>/versions/<int:number>/file/", reading.page_file, name="page_file"),
    path("pages/<int:pk>/mentions/export/", reading.mention_export, name="mention_export"),
    path("pages/<int:pk>/mentions/<int:mention_pk>/", deciding.mention_detail, name="mention_detail"),
    path("pages/<int:pk>/mentions/<int:mention_pk>/register/", deciding.mention_register, name="mention_register"),
    path("pages/<int:pk>/records/<slug:kind>/", drafting.page_draft, name="page_draft"),
]
