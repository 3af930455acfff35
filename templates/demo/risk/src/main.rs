use axum::{extract::Path, routing::get, Json, Router};
use serde_json::{json, Value};
use std::env;

async fn factor(Path(customer): Path<String>) -> Json<Value> {
    let ledger = env::var("LEDGER_URL").unwrap_or_else(|_| "http://localhost:8081".to_string());
    let balance = match reqwest::get(format!("{}/balance/{}", ledger, customer)).await {
        Ok(reply) => reply.json::<Value>().await.unwrap_or_default()["cents"].as_i64().unwrap_or(0),
        Err(_) => 0,
    };
    Json(json!({ "factor": if balance < 0 { 1.1 } else { 1.0 } }))
}

#[tokio::main]
async fn main() {
    let app = Router::new().route("/factor/:customer", get(factor));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8082").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
