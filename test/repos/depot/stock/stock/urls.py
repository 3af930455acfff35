from django.urls import path

from stock import views

urlpatterns = [
    path("stock/<str:part>", views.left),
    path("stock/<str:part>/reservations", views.reserve),
]
