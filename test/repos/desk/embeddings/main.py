import ollama
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Text(BaseModel):
    text: str


@app.post("/embed")
def embed(body: Text) -> list[float]:
    return ollama.embeddings(model="nomic-embed-text", prompt=body.text)["embedding"]
