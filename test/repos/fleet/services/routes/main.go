package main

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"net"
	"os"

	_ "github.com/lib/pq"
	"google.golang.org/grpc"

	pb "example.org/fleet/routes/gen/routes"
)

type server struct {
	pb.UnimplementedRoutesServer
	db *sql.DB
}

func (s *server) Snap(ctx context.Context, p *pb.Position) (*pb.Segment, error) {
	var road string
	query := `SELECT name FROM roads ORDER BY geom <-> ST_Point($1, $2) LIMIT 1`
	if err := s.db.QueryRowContext(ctx, query, p.Longitude, p.Latitude).Scan(&road); err != nil {
		return nil, err
	}
	return &pb.Segment{Road: road}, nil
}

func main() {
	dsn := fmt.Sprintf("postgres://routes:%s@%s:5432/roads", os.Getenv("DB_PASSWORD"), os.Getenv("DB_HOST"))
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", ":50061")
	if err != nil {
		log.Fatal(err)
	}
	s := grpc.NewServer()
	pb.RegisterRoutesServer(s, &server{db: db})
	log.Fatal(s.Serve(listener))
}
