using System.Text;
using RabbitMQ.Client;

namespace Shipping;

public sealed class ParcelEvents
{
    private readonly ConnectionFactory factory = new()
    {
        HostName = Environment.GetEnvironmentVariable("RABBIT_HOST") ?? "localhost",
    };

    public async Task Sent(string text)
    {
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("parcels.sent", durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync("", "parcels.sent", Encoding.UTF8.GetBytes(text));
    }
}
