"""Takes what vehicles say over MQTT and puts it into a stream."""
import os

import paho.mqtt.client as mqtt
import redis

stream = redis.from_url(os.environ["STREAM_URL"])


def on_message(client, userdata, message):
    vehicle = message.topic.split("/")[1]
    stream.xadd("vehicle-events", {"vehicle": vehicle, "payload": message.payload})


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
client.on_message = on_message
client.connect(os.environ.get("MQTT_HOST", "localhost"), 1883)
client.subscribe("vehicles/+/events")
client.loop_forever()
