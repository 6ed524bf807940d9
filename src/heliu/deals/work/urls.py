"""Addresses of tasks and files of deals."""

from django.urls import path

from heliu.deals.work.views import files, tasks

urlpatterns = [
    path("deals/tasks/", tasks.task_list, name="task_list"),
    path("deals/tasks/export/", tasks.task_export, name="task_export"),
    path("deals/<int:pk>/tasks/new/", tasks.task_create, name="task_create"),
    path("deals/<int:pk>/tasks/<int:task>/", tasks.task_edit, name="task_edit"),
    path("deals/<int:pk>/tasks/<int:task>/<slug:step>/", tasks.task_step, name="task_step"),
    path("deals/<int:pk>/files/new/", files.file_create, name="deal_file_create"),
    path("deals/<int:pk>/files/<int:file>/", files.file_download, name="deal_file"),
    path("deals/<int:pk>/files/<int:file>/remove/", files.file_remove, name="deal_file_remove"),
]
