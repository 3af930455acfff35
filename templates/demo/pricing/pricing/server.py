import os
from concurrent import futures

import grpc
import httpx
import redis

import pricing_pb2
import pricing_pb2_grpc

RISK_URL = os.environ["RISK_URL"]
cache = redis.Redis.from_url(os.environ.get("CACHE_URL", "redis://localhost:6379/0"))


class Pricing(pricing_pb2_grpc.PricingServicer):
    def Quote(self, request, context):
        factor = httpx.get(f"{RISK_URL}/factor/{request.customer}").json()["factor"]
        total = sum(int(cache.get(item.sku) or 100) * item.quantity for item in request.items)
        return pricing_pb2.QuoteReply(total_cents=int(total * factor), currency=pricing_pb2.CURRENCY_EUR)


def main() -> None:
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    pricing_pb2_grpc.add_PricingServicer_to_server(Pricing(), server)
    server.add_insecure_port("[::]:50051")
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
