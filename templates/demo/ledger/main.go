package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

type entry struct {
	Account string `json:"account"`
	Cents   int64  `json:"cents"`
	Memo    string `json:"memo,omitempty"`
}

func main() {
	pool, err := pgxpool.New(context.Background(), os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("POST /entries", func(w http.ResponseWriter, r *http.Request) {
		var e entry
		if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var id string
		row := pool.QueryRow(r.Context(), "insert into entries (account, cents, memo) values ($1, $2, $3) returning id", e.Account, e.Cents, e.Memo)
		if err := row.Scan(&id); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(map[string]any{"id": id, "entry": e})
	})
	http.HandleFunc("GET /balance/{account}", func(w http.ResponseWriter, r *http.Request) {
		var cents int64
		row := pool.QueryRow(r.Context(), "select coalesce(sum(cents), 0) from entries where account = $1", r.PathValue("account"))
		if err := row.Scan(&cents); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		json.NewEncoder(w).Encode(map[string]any{"account": r.PathValue("account"), "cents": cents})
	})
	log.Fatal(http.ListenAndServe(":8081", nil))
}
