module example.org/fleet/routes

go 1.24
