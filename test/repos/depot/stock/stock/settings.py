import os

import dj_database_url

SECRET_KEY = os.environ.get("SECRET_KEY", "only for development")
ROOT_URLCONF = "stock.urls"
DATABASES = {"default": dj_database_url.parse(os.environ["DB_DSN"])}
