import { check } from './routes.ts'

check([
  [
    'FastAPI: the prefixes of a router, of where it is included, and of another file',
    'app/main.py',
    `from fastapi import APIRouter, FastAPI
from app import other
PREFIX = "/v1"
app = FastAPI()
router = APIRouter(prefix="/items")
loose = APIRouter()

@router.get("/{item_id}", response_model=Item)
async def read(item_id: int): ...

@router.api_route("/", methods=["POST", "PUT"])
def write(): ...

@loose.get("/files/{path:path}")
def files(): ...

app.include_router(router, prefix=PREFIX)
app.include_router(other.router, prefix="/other")

@app.websocket("/ws")
async def ws(): ...

client.get("/not/a/route")`,
    [
      '8:GET /v1/items/{}',
      '11:POST /v1/items',
      '11:PUT /v1/items',
      '14:GET /files/{*} open',
      '20:GET /ws',
    ],
  ],
  [
    'FastAPI: a prefix from the settings leaves the end of the path',
    'app/api.py',
    `from fastapi import APIRouter, FastAPI
app = FastAPI()
router = APIRouter(prefix=f"{settings.API}/users")
@router.get("/me")
def me(): ...
app.include_router(router)`,
    ['4:GET /users/me open'],
  ],
  [
    'Flask: blueprints, methods, rules, resources',
    'shop/views.py',
    `from flask import Flask, Blueprint
app = Flask(__name__)
bp = Blueprint('cart', __name__, url_prefix='/cart')
@bp.route('/<int:id>/', methods=['GET', "POST"])
def cart(id): ...
@app.route('/')
def home(): ...
app.add_url_rule('/files/<path:name>', view_func=files)
api.add_resource(Todo, '/todos', '/todos/<id>')
app.register_blueprint(bp)`,
    [
      '4:GET /cart/{}',
      '4:POST /cart/{}',
      '6:GET /',
      '8:GET /files/{*}',
      '9:* /todos open',
      '9:* /todos/{} open',
    ],
  ],
  [
    'Django: paths, patterns, lists in place, routers',
    'site/urls.py',
    `from django.urls import include, path, re_path
router = DefaultRouter()
router.register(r'users', UserViewSet)
urlpatterns = [
    path('admin/', admin.site.urls),
    path('shop/', include('shop.urls')),
    path('api/', include(router.urls)),
    path('v2/', include([path('ping/<int:n>/', ping)])),
    re_path(r'^articles/(?P<year>[0-9]{4})/$', articles),
    re_path(r'^odd/[a-z]+$', odd),
]`,
    ['3:* /api/users', '3:* /api/users/{}', '8:* /v2/ping/{}', '9:* /articles/{}'],
  ],
  [
    'aiohttp and Tornado',
    'serve.py',
    `from aiohttp import web
import tornado.web
app = web.Application()
app.add_routes([web.get('/a/{x}', a)])
app.router.add_post('/b', b)
tornado.web.Application([(r"/c/([^/]+)", C)])`,
    ['4:GET /a/{}', '5:POST /b', '6:* /c/{}'],
  ],
])
