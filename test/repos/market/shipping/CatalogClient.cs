using System.Net.Http.Json;

namespace Shipping;

public sealed class CatalogClient(HttpClient http)
{
    private sealed record Product(string Title);

    public async Task<string> Title(int id)
    {
        var product = await http.GetFromJsonAsync<Product>($"products/{id}");
        return product?.Title ?? @"no ""title""";
    }
}
