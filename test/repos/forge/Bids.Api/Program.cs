using System.Text;
using System.Text.Json;
using Forge.Members;
using Npgsql;
using RabbitMQ.Client;

var builder = WebApplication.CreateBuilder(args);
builder.AddNpgsqlDataSource("bidsdb");
builder.AddRabbitMQClient("bus");
builder.Services.AddGrpcClient<Members.MembersClient>(o => o.Address = new Uri("http://members-api"));

var app = builder.Build();

app.MapPost("/lots/{lot:int}/bids", async (int lot, Bid bid, NpgsqlDataSource db, IConnection bus, Members.MembersClient members) =>
{
    var member = await members.FindAsync(new FindRequest { Id = bid.Member });
    await using var command = db.CreateCommand("INSERT INTO bids (lot, member, cents) VALUES ($1, $2, $3)");
    command.Parameters.AddWithValue(lot);
    command.Parameters.AddWithValue(member.Id);
    command.Parameters.AddWithValue(bid.Cents);
    await command.ExecuteNonQueryAsync();

    using var channel = await bus.CreateChannelAsync();
    var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(bid));
    await channel.BasicPublishAsync(exchange: "", routingKey: "bids.placed", body: body);
    return Results.Accepted();
});

app.MapGet("/lots/{lot:int}/bids", (int lot) => Results.Ok(Array.Empty<Bid>()));

app.Run();

internal sealed record Bid(string Member, long Cents);
