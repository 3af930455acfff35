from celery import Celery

from catalog.settings import settings

app = Celery("catalog", broker=settings.celery_broker_url)


@app.task(queue="index")
def index(product_id: int) -> None:
    '''Puts one product into the index; "again" when it is there.'''
    print("indexing", product_id)
