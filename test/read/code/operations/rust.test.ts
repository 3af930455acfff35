import { check } from './routes.ts'

check([
  [
    'axum: method chains, nests on the spot and by function',
    'src/main.rs',
    `use axum::{routing::{get, post}, Router};
fn users() -> Router { Router::new().route("/", get(list).post(create)).route("/{id}", get(one)) }
async fn main() {
  let app = Router::new()
    .route("/health", get(|| async { "ok" }))
    .nest("/api", Router::new().nest("/users", users()).route("/ping", post(ping)));
  axum::serve(listener, app).await.unwrap();
}`,
    [
      '2:GET /api/users',
      '2:POST /api/users',
      '2:GET /api/users/{}',
      '5:GET /health',
      '6:POST /api/ping',
    ],
  ],
  [
    'actix: scopes in scopes, resources, attributes that are mounted',
    'src/main.rs',
    `use actix_web::{get, web, App};
#[get("/hello/{name}")]
async fn hello() -> impl Responder { "" }
fn config(cfg: &mut web::ServiceConfig) {
  cfg.service(web::scope("/a").service(web::resource("/{id}").route(web::put().to(put))));
}
fn main() { App::new().configure(config).service(web::scope("/b").service(hello)).route("/c", web::get().to(c)) }`,
    ['2:GET /b/hello/{}', '5:PUT /a/{}', '7:GET /c'],
  ],
  [
    'rocket: functions mounted at a prefix',
    'src/main.rs',
    `use rocket::*;
#[get("/<id>?<page>")]
fn item(id: u32) {}
#[launch]
fn rocket() -> _ { rocket::build().mount("/items", routes![item]) }`,
    ['2:GET /items/{}'],
  ],
])
