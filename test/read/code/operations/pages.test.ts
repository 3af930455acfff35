import { check } from './routes.ts'

check([
  [
    'Rails: scopes, resources with and without items, members',
    'config/routes.rb',
    `Rails.application.routes.draw do
  namespace :api do
    resources :articles, only: [:index, :show] do
      post 'publish', on: :collection
      member do
        get :preview
      end
    end
  end
  resource :user, only: :show
  match '/search', to: 's#x', via: [:get, :post]
end`,
    [
      '3:GET /api/articles',
      '3:GET /api/articles/{}',
      '4:POST /api/articles/publish',
      '6:GET /api/articles/{}/preview',
      '10:GET /user',
      '11:GET /search',
      '11:POST /search',
    ],
  ],
  [
    'Laravel: groups, resources, verbs; routes/api.php is open',
    'routes/api.php',
    `<?php
Route::prefix('v1')->middleware('auth')->group(function () {
  Route::get('/users/{user}', [UserController::class, 'show']);
  Route::group(['prefix' => 'admin'], function () { Route::match(['put', 'patch'], 'x', 'X@y'); });
  Route::apiResource('photos.tags', PhotoController::class)->only(['index']);
});`,
    [
      '3:GET /v1/users/{} open',
      '4:PATCH /v1/admin/x open',
      '4:PUT /v1/admin/x open',
      '5:GET /v1/photos/{}/tags open',
    ],
  ],
  [
    'Slim: groups of groups',
    'public/index.php',
    `<?php
$app = AppFactory::create();
$app->group('/users', function ($group) { $group->get('/{id:[0-9]+}', Show::class); });`,
    ['3:GET /users/{}'],
  ],
  [
    'Symfony: attributes and comments, below the one of the class',
    'src/C.php',
    `<?php
#[Route('/api')]
class C {
  #[Route('/rate/{sku}', name: 'rate', methods: ['GET', 'PUT'])]
  public function rate() {}
  /** @Route("/old") */
  public function old() {}
}`,
    ['4:GET /api/rate/{} open', '4:PUT /api/rate/{} open', '6:* /api/old open'],
  ],
  [
    'ASP.NET: controllers with tokens, and groups of minimal endpoints',
    'C.cs',
    `[ApiController]
[Route("api/[controller]")]
public class OrdersController : ControllerBase {
  [HttpGet("{id:int}")] public Order Get(int id) => x;
  [HttpPost, Authorize] public void Post([FromBody] Order o) {}
  [HttpGet("/health")] public string Health() => "";
}
static class Api { static void Map(WebApplication app) {
  var v = app.MapGroup("/v1").RequireAuthorization();
  v.MapPut("/x/{**rest}", Put); } }`,
    ['4:GET /api/orders/{}', '5:POST /api/orders', '6:GET /health', '10:PUT /v1/x/{*} open'],
  ],
])
