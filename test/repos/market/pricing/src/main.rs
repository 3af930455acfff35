use redis::AsyncCommands;
use tonic::{transport::Server, Request, Response, Status};

use pb::pricing_server::{Pricing, PricingServer};
use pb::{QuoteReply, QuoteRequest};

pub mod pb {
    tonic::include_proto!("market.pricing.v1");
}

struct Prices {
    cache: redis::Client,
}

#[tonic::async_trait]
impl Pricing for Prices {
    async fn quote(&self, request: Request<QuoteRequest>) -> Result<Response<QuoteReply>, Status> {
        let wanted = request.into_inner();
        let mut cache = self
            .cache
            .get_multiplexed_async_connection()
            .await
            .map_err(|e| Status::unavailable(e.to_string()))?;
        let key = format!("price:{}", wanted.product);
        let cents: Option<i64> = cache.get(&key).await.ok();
        Ok(Response::new(QuoteReply { cents: cents.unwrap_or(100) * i64::from(wanted.quantity) }))
    }
}

fn first<'a>(words: &'a str) -> &'a str {
    words.split(' ').next().unwrap_or(r#"a "raw" one"#)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("CACHE_URL").unwrap_or_else(|_| "redis://localhost:6379".to_string());
    let prices = Prices { cache: redis::Client::open(url)? };
    println!("{}", first("pricing is up"));
    Server::builder()
        .add_service(PricingServer::new(prices))
        .serve("0.0.0.0:50051".parse()?)
        .await?;
    Ok(())
}
