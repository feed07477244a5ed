await using Mesh mesh = Mesh.Create("./mesh", m => m
    .AddProduct<OrderLine>("sales/orders/lines", p => p
        .Describe("One row per order line, corrected in place.")
        .Grant("finance", g => g.ToDomain("finance").For("revenue"))));
await mesh.Output<OrderLine>("sales/orders/lines").PublishAsync([new() { Id = 1, Article = "bolts", Amount = 250m }]);

IDataMesh finance = mesh.As("finance");                                     // another team, here in the same process
IInputPort<OrderLine> orders = await finance.OpenAsync<OrderLine>("sales/orders/lines", purpose: "revenue");
await foreach (OrderLine line in orders.ReadAsync(where: o => o.Amount > 100)) Console.WriteLine(line);
Console.WriteLine(await finance.QueryScalarAsync<decimal>($"select sum(amount) from {orders}"));

[DataSchema] public sealed partial record OrderLine                         // the contract
{
    [Key] public required long Id { get; init; }
    public required string Article { get; init; }
    [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }
}
