import os

import httpx

ARCHIVE_URL = os.getenv("ARCHIVE_URL", "http://localhost:8090")

with httpx.Client(base_url=ARCHIVE_URL) as archive:
    for name in archive.get("/objects").json():
        if name.endswith(".tmp"):
            archive.delete("/objects/%s" % name)
