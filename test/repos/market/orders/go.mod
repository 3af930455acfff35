module market/orders

go 1.24

require (
	github.com/go-chi/chi/v5 v5.1.0
	github.com/jackc/pgx/v5 v5.7.0
	github.com/twmb/franz-go v1.18.0
	google.golang.org/grpc v1.68.0
)
