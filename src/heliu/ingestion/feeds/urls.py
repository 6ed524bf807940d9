"""Pages of sources and findings."""

from django.urls import path

from heliu.ingestion.feeds.views import findings, sources

urlpatterns = [
    path("sources/", sources.source_list, name="source_list"),
    path("sources/new/", sources.source_kinds, name="source_kinds"),
    path("sources/new/<slug:kind>/", sources.source_create, name="source_create"),
    path("sources/<int:pk>/", sources.source_detail, name="source_detail"),
    path("sources/<int:pk>/edit/", sources.source_edit, name="source_edit"),
    path("sources/<int:pk>/pause/", sources.source_pause, name="source_pause"),
    path("sources/<int:pk>/resume/", sources.source_resume, name="source_resume"),
    path("sources/<int:pk>/visit/", sources.source_visit, name="source_visit"),
    path("sources/<int:pk>/delete/", sources.source_delete, name="source_delete"),
    path("findings/", findings.finding_list, name="finding_list"),
    path("findings/export/", findings.finding_export, name="finding_export"),
    path("findings/decide/", findings.finding_decide, name="finding_decide"),
    path("findings/<int:pk>/", findings.finding_detail, name="finding_detail"),
    path("findings/<int:pk>/accept/", findings.finding_accept, name="finding_accept"),
    path("findings/<int:pk>/set-aside/", findings.finding_set_aside, name="finding_set_aside"),
]
