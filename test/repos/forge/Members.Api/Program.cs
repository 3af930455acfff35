using Forge.Members;
using Members.Api;

var builder = WebApplication.CreateBuilder(args);
builder.AddMongoDBClient("members");
builder.Services.AddGrpc();

var app = builder.Build();
app.MapGrpcService<MembersService>();
app.MapGet("/", () => "members speak gRPC");
app.Run();
