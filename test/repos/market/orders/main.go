package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/twmb/franz-go/pkg/kgo"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	pricing "market/orders/gen/pricing"
)

type server struct {
	db     *pgxpool.Pool
	bus    *kgo.Client
	prices pricing.PricingClient
}

func mustEnv(key string) string {
	value := os.Getenv(key)
	if value == "" {
		log.Fatalf("%s is not set", key)
	}
	return value
}

func main() {
	ctx := context.Background()
	db, err := pgxpool.New(ctx, mustEnv("ORDERS_DSN"))
	if err != nil {
		log.Fatal(err)
	}
	bus, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(mustEnv("KAFKA_BROKERS"), ",")...))
	if err != nil {
		log.Fatal(err)
	}
	conn, err := grpc.NewClient(mustEnv("PRICING_ADDR"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	s := &server{db: db, bus: bus, prices: pricing.NewPricingClient(conn)}
	r := chi.NewRouter()
	r.Get("/orders", s.list)
	r.Post("/orders", s.create)
	log.Fatal(http.ListenAndServe(":8090", r))
}

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	rows, err := s.db.Query(r.Context(), `
		SELECT id, total FROM orders
		WHERE customer = $1`, r.URL.Query().Get("customer"))
	if err != nil {
		http.Error(w, "no \"orders\" today", http.StatusBadGateway)
		return
	}
	defer rows.Close()
	_ = json.NewEncoder(w).Encode([]string{})
}

func (s *server) create(w http.ResponseWriter, r *http.Request) {
	quote, err := s.prices.Quote(r.Context(), &pricing.QuoteRequest{Product: "tea", Quantity: 1})
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	body, _ := json.Marshal(map[string]any{"total": quote.Cents, "sep": '/'})
	s.bus.Produce(r.Context(), &kgo.Record{Topic: "orders.placed", Value: body}, nil)
	w.WriteHeader(http.StatusAccepted)
}
