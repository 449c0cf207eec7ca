"""Addresses of the inspection slice."""

from django.urls import path

from anhuan.domains.inspection.pages import tasks

app_name = "inspection"
urlpatterns = [
    path("inspection/", tasks.tasks, name="tasks"),
    path("inspection/tasks/<uuid:pk>/", tasks.task, name="task"),
]
