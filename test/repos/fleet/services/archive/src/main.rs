use std::env;

use aws_sdk_s3::config::{Builder, Region};
use axum::{routing::get, Json, Router};
use futures::StreamExt;

const BUCKET: &str = "positions";

async fn store(client: aws_sdk_s3::Client) {
    let servers = env::var("NATS_SERVERS").expect("NATS_SERVERS is set");
    let nats = async_nats::connect(servers).await.expect("nats answers");
    let mut messages = nats.subscribe("positions.snapped").await.expect("it can be subscribed");
    while let Some(message) = messages.next().await {
        let key = format!("{}-{}", message.subject, message.payload.len());
        let _ = client.put_object().bucket(BUCKET).key(key).send().await;
    }
}

async fn objects() -> Json<Vec<String>> {
    Json(vec!["a.tmp".to_string()])
}

#[tokio::main]
async fn main() {
    let endpoint = env::var("OBJECT_STORE").unwrap_or_else(|_| "http://localhost:9000".into());
    let config = Builder::new()
        .endpoint_url(endpoint)
        .region(Region::new("local"))
        .force_path_style(true)
        .build();
    tokio::spawn(store(aws_sdk_s3::Client::from_conf(config)));
    let app = Router::new().route("/objects", get(objects));
    let listener = tokio::net::TcpListener::bind("0.0.0.0:8090").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
