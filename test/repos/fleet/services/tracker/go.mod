module example.org/fleet/tracker

go 1.24
