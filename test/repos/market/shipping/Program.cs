using Microsoft.EntityFrameworkCore;
using Shipping;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<ParcelContext>(options =>
    options.UseSqlServer(builder.Configuration.GetConnectionString("Shipping")));
builder.Services.AddHttpClient<CatalogClient>(client =>
    client.BaseAddress = new Uri(builder.Configuration["Catalog:BaseAddress"]!));
builder.Services.AddSingleton<ParcelEvents>();

var app = builder.Build();

app.MapGet("/parcels/{id}", async (int id, ParcelContext db) => await db.Parcels.FindAsync(id));

app.MapPost("/parcels", async (Parcel parcel, ParcelContext db, CatalogClient catalog, ParcelEvents events) =>
{
    parcel.Title = await catalog.Title(parcel.Product);
    db.Parcels.Add(parcel);
    await db.SaveChangesAsync();
    await events.Sent($"parcel {parcel.Id} of \"{parcel.Title}\"");
    return Results.Created($"/parcels/{parcel.Id}", parcel);
});

app.Run();
