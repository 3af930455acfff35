using Microsoft.EntityFrameworkCore;

namespace Shipping;

public sealed class Parcel
{
    public int Id { get; set; }
    public int Product { get; set; }
    public string Title { get; set; } = "";
}

public sealed class ParcelContext(DbContextOptions<ParcelContext> options) : DbContext(options)
{
    public DbSet<Parcel> Parcels => Set<Parcel>();
}
