import asyncio
import os
from threading import Thread

import nats
import requests
from flask import Flask, jsonify

app = Flask(__name__)
TRACKER = os.environ["TRACKER_URL"].rstrip("/")


async def follow():
    nc = await nats.connect(os.environ["NATS_URL"])
    await nc.subscribe("positions.snapped", cb=moved)


async def moved(message):
    print(f"moved: {message.data.decode('utf-8')}")


@app.route("/jobs/<vehicle>")
def jobs(vehicle):
    position = requests.get(f"{TRACKER}/positions/{vehicle}", timeout=2)
    return jsonify({"vehicle": vehicle, "position": position.json() if position.ok else None})


if __name__ == "__main__":
    Thread(target=lambda: asyncio.run(follow()), daemon=True).start()
    app.run(host="0.0.0.0", port=5000)
