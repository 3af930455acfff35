package dev.market.loyalty

import com.mongodb.kotlin.client.coroutine.MongoClient
import io.grpc.ManagedChannelBuilder
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing
import market.pricing.v1.PricingGrpcKt
import market.pricing.v1.quoteRequest

private const val PRICING_PORT = 50051

class Points(private val name: String) {
    private val client = MongoClient.create(System.getenv("MONGO_URI") ?: "mongodb://localhost:27017")
    private val channel = ManagedChannelBuilder
        .forAddress(System.getenv("PRICING_HOST"), PRICING_PORT)
        .usePlaintext()
        .build()
    private val pricing = PricingGrpcKt.PricingCoroutineStub(channel)

    suspend fun of(customer: String): Long {
        val reply = pricing.quote(quoteRequest { product = "points of $customer" })
        client.getDatabase("loyalty").getCollection<Map<String, Any>>("points")
        return reply.cents / 10
    }

    override fun toString() = "${name.uppercase()}: '${name.length}' letters"
}

fun main() {
    val points = Points("loyalty")
    embeddedServer(Netty, port = 8085) {
        routing {
            get("/points/{customer}") {
                call.respondText(points.of(call.parameters["customer"]!!).toString())
            }
        }
    }.start(wait = true)
}
