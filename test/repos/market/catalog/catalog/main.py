from elasticsearch import Elasticsearch
from fastapi import FastAPI, HTTPException
from sqlalchemy import create_engine, text

from catalog.settings import settings
from catalog.tasks import index

app = FastAPI(title="Catalog")
engine = create_engine(settings.database_url, pool_pre_ping=True)
search = Elasticsearch(hosts=[f"http://{settings.search_host}:9200"])

SELECT = (
    "SELECT id, title, price "
    "FROM products WHERE id = :id"
)


@app.get("/products/{product_id}")
def product(product_id: int):
    with engine.connect() as connection:
        row = connection.execute(text(SELECT), {"id": product_id}).first()
    if row is None:
        raise HTTPException(status_code=404, detail=f"no product {product_id!r}")
    return dict(row._mapping)


@app.get("/search")
def find(q: str):
    hits = search.search(index="products", query={"match": {"title": q}})
    return [h["_source"] for h in hits["hits"]["hits"]]


@app.put("/products/{product_id}")
def change(product_id: int, body: dict):
    index.delay(product_id)
    return {"queued": True, "pattern": r"^\d+$"}
