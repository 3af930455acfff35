import { check } from './routes.ts'

check([
  [
    'net/http: patterns with a verb, trees, the end of a path',
    'main.go',
    `package main
import "net/http"
func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /x/{id}", get)
	mux.Handle("/static/", files)
	mux.HandleFunc("/exact/{$}", exact)
	http.ListenAndServe(":80", mux)
}`,
    ['5:GET /x/{}', '6:* /static/{*}', '7:* /exact'],
  ],
  [
    'gin: groups of groups, and routers that are handed over',
    'main.go',
    `package main
import "github.com/gin-gonic/gin"
func Users(r *gin.RouterGroup) {
	r.GET("/:id", show)
}
func Open(r *gin.RouterGroup) { r.Any("/any", any) }
func main() {
	e := gin.Default()
	v1 := e.Group("/v1")
	{
		v1.POST("/login", login)
		admin := v1.Group("/admin")
		admin.DELETE("/users/*path", drop)
	}
	Users(v1.Group("/users"))
}`,
    ['4:GET /v1/users/{}', '6:* /any open', '11:POST /v1/login', '13:DELETE /v1/admin/users/{*}'],
  ],
  [
    'chi: blocks below blocks, and a router that a function makes',
    'main.go',
    `package main
import ("net/http"; "github.com/go-chi/chi/v5")
func main() {
	r := chi.NewRouter()
	r.Route("/articles", func(r chi.Router) {
		r.Get("/", list)
		r.Route("/{id:[0-9]+}", func(sub chi.Router) { sub.Put("/", put) })
	})
	r.Mount("/admin", admin())
	http.ListenAndServe(":1", r)
}
func admin() http.Handler {
	r := chi.NewRouter()
	r.Get("/stats", stats)
	return r
}`,
    ['6:GET /articles', '7:PUT /articles/{}', '14:GET /admin/stats'],
  ],
  [
    'gorilla: methods after and before, sub-routers, prefixes',
    'main.go',
    `package main
import "github.com/gorilla/mux"
func Make() *mux.Router {
	r := mux.NewRouter().StrictSlash(true)
	r.HandleFunc("/a/{id}", a).Methods("GET", "OPTIONS")
	s := r.PathPrefix("/s").Subrouter()
	s.HandleFunc("/b", b)
	r.Methods("POST").Path("/c").Handler(wrap(c, d))
	r.PathPrefix("/files").Handler(files)
	return r
}`,
    ['5:GET /a/{} open', '7:* /s/b open', '8:POST /c open', '9:* /files/{*} open'],
  ],
])
