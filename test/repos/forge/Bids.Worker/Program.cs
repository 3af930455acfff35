using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

var builder = Host.CreateApplicationBuilder(args);
builder.AddRabbitMQClient("bus");
builder.AddRedisClient("cache");
builder.Services.AddHostedService<Highest>();
builder.Build().Run();

internal sealed class Highest(IConnection bus, IConnectionMultiplexer cache) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        var channel = await bus.CreateChannelAsync(cancellationToken: stop);
        await channel.QueueDeclareAsync("bids.placed", durable: true);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
            await cache.GetDatabase().StringSetAsync("highest", delivery.Body.ToArray());
        await channel.BasicConsumeAsync("bids.placed", autoAck: true, consumer);
    }
}
