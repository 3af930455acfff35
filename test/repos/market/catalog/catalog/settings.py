"""Everything that the catalog is told from outside."""
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    search_host: str = "localhost"
    celery_broker_url: str = "amqp://localhost//"


settings = Settings()
