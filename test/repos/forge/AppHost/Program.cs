var builder = DistributedApplication.CreateBuilder(args);

var cache = builder.AddRedis("cache");
var bus = builder.AddRabbitMQ("bus");
var bidsDb = builder.AddPostgres("pg").AddDatabase("bidsdb");
var mongo = builder.AddMongoDB("documents");
var members = mongo.AddDatabase("members");

var membersApi = builder.AddProject<Projects.Members_Api>("members-api")
    .WithReference(members)
    .WaitFor(members);

var bidsApi = builder.AddProject<Projects.Bids_Api>("bids-api")
    .WithReference(bidsDb)
    .WithReference(bus)
    .WithReference(membersApi);

builder.AddProject<Projects.Bids_Worker>("bids-worker")
    .WithReference(bus)
    .WithReference(cache)
    .WaitFor(bidsApi);

builder.AddNpmApp("web", "../web", "dev")
    .WithEnvironment("BIDS_URL", bidsApi.GetEndpoint("http"))
    .WithHttpEndpoint(env: "PORT")
    .WithExternalHttpEndpoints();

builder.Build().Run();
