from django.db import connection
from django.http import JsonResponse


def left(request, part):
    with connection.cursor() as cursor:
        cursor.execute("SELECT quantity FROM stock WHERE part = %s", [part])
        row = cursor.fetchone()
    return JsonResponse({"left": row[0] if row else 0})


def reserve(request, part):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stock SET quantity = quantity - 1 WHERE part = %s", [part])
    return JsonResponse({"reserved": cursor.rowcount == 1})
