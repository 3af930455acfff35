plugins {
    kotlin("jvm") version "2.1.0"
    application
}

dependencies {
    implementation("io.ktor:ktor-server-netty:3.0.0")
    implementation("io.grpc:grpc-kotlin-stub:1.4.1")
    implementation("org.mongodb:mongodb-driver-kotlin-coroutine:5.2.0")
}
