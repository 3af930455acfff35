package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/nats-io/nats.go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	pb "example.org/fleet/tracker/gen/routes"
)

const subject = "positions.snapped"

type position struct {
	Latitude  float64 `json:"lat"`
	Longitude float64 `json:"lon"`
}

func main() {
	nc, err := nats.Connect(os.Getenv("NATS_URL"), nats.Timeout(5*time.Second))
	if err != nil {
		log.Fatal(err)
	}
	conn, err := grpc.NewClient(os.Getenv("ROUTES_ADDR"), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	routes := pb.NewRoutesClient(conn)

	r := gin.Default()
	r.POST("/positions/:vehicle", func(c *gin.Context) {
		var p position
		if err := c.BindJSON(&p); err != nil {
			return
		}
		segment, err := routes.Snap(c, &pb.Position{Latitude: p.Latitude, Longitude: p.Longitude})
		if err != nil {
			c.AbortWithStatus(http.StatusBadGateway)
			return
		}
		body, _ := json.Marshal(segment)
		if err := nc.Publish(subject, body); err != nil {
			log.Printf("vehicle %q: %v", c.Param("vehicle"), err)
		}
		c.Status(http.StatusAccepted)
	})
	r.GET("/positions/:vehicle", func(c *gin.Context) { c.JSON(http.StatusOK, position{}) })
	log.Fatal(r.Run(":7000"))
}
