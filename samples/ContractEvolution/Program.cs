using ContractEvolution;

const string Lines = "sales/orders/lines";

string root = Directory.CreateTempSubdirectory("contract-evolution-").FullName;
try
{
    await First();
    await Added();
    await Renamed();
    await Broken();
    await Second();
    await Retired();
}
finally
{
    Directory.Delete(root, recursive: true);
}

async Task First()
{
    Title("1.0.0", "the first release; finance derives its revenue from id and amount");
    await using Mesh sales = Sales<ContractEvolution.First.OrderLine>("1.0.0");
    await sales.Output<ContractEvolution.First.OrderLine>(Lines).PublishAsync([new() { Id = 1, Email = "ann@shop.example", Amount = 250m }, new() { Id = 2, Email = "bob@shop.example", Amount = 80m }]);
    await Refresh();
    string consumers = Path.Combine(root, "consumers.lock.json");
    await sales.Lifecycle.SaveConsumersAsync([$"{Lines}@1"], consumers);
    Console.WriteLine($"  who uses it, for builds to know:\n{await File.ReadAllTextAsync(consumers)}");
}

async Task Added()
{
    Title("1.1.0", "a column is added");
    await using Mesh sales = Sales<ContractEvolution.Added.OrderLine>("1.1.0");
    await sales.Output<ContractEvolution.Added.OrderLine>(Lines).PublishAsync([new() { Id = 3, Email = "cat@shop.example", Amount = 20m, Coupon = "SPRING" }]);
    await Show(sales);
    await Refresh();
}

async Task Renamed()
{
    Title("1.2.0", "a column is renamed, and its former name is kept");
    await using Mesh sales = Sales<ContractEvolution.Renamed.OrderLine>("1.2.0");
    await sales.RegisterAsync();
    await Show(sales);
    await Refresh();
}

async Task Broken()
{
    Title("1.3.0", "a column is dropped");
    await using Mesh sales = Sales<ContractEvolution.Broken.OrderLine>("1.3.0");
    try
    {
        await sales.RegisterAsync();
    }
    catch (BreakingChangeException refused)
    {
        Console.WriteLine($"  x {refused.Message}");
    }
    await Refresh();
}

async Task Second()
{
    Title("2.0.0", "the same change as a new major version, beside the old one, which is deprecated");
    await using Mesh sales = Sales<ContractEvolution.Second.OrderLine>("2.0.0");
    await sales.Output<ContractEvolution.Second.OrderLine>(Lines).PublishAsync([new() { Id = 1, Customer = "ann@shop.example", Cents = 25_000 }]);
    await sales.Lifecycle.DeprecateAsync($"{Lines}@1", new Deprecation { Successor = $"{Lines}@2", EndOfSupport = new DateOnly(2027, 3, 31), Reason = "Amounts come in cents." });
    try
    {
        await sales.Lifecycle.RetireAsync($"{Lines}@1", new Retirement { Reason = "Amounts come in cents." });
    }
    catch (DataMeshException refused)
    {
        Console.WriteLine($"  x {refused.Message}");
    }
    await Refresh();
}

async Task Retired()
{
    Title("the end", "sales retires 1 all the same; finance is told what to do");
    await using Mesh sales = Sales<ContractEvolution.Second.OrderLine>("2.0.0");
    await sales.Lifecycle.RetireAsync($"{Lines}@1", new Retirement { Reason = "Amounts come in cents.", Force = true });
    try
    {
        await Refresh();
    }
    catch (DataMeshException ended)
    {
        Console.WriteLine($"  x {ended.Message}");
    }
}

Mesh Sales<T>(string version)
    where T : IDataSchema<T> => Mesh.Create(root, m => m.AddProduct<T>(Lines, port => port.Version(version).Grant("finance", g => g.ToDomain("finance"))));

async Task Refresh()
{
    await using Mesh finance = Mesh.Create(root, m => m.AddDomain("finance", d => d.AddProduct("revenue", p => p
        .Input<Paid>($"{Lines}@1").Output<Revenue>("total", o => o.Grant("finance", g => g.ToDomain("finance")).FromSql("select 'all' as of, cast(sum(amount) as decimal(18, 2)) as amount from lines")))));
    await finance.RefreshAsync("finance/revenue/total");
    IInputPort<Revenue> total = await finance.As("finance").OpenAsync<Revenue>("finance/revenue/total@1");
    Console.WriteLine($"  finance still gets its revenue: {(await total.ReadAsync().SingleAsync()).Amount:0.00}");
}

static async Task Show(Mesh sales)
{
    IInputPort lines = await sales.As("finance").OpenAsync($"{Lines}@1");
    long rows = await sales.QueryScalarAsync<long>($"select count(*) from {lines}");
    Console.WriteLine($"  readers see {string.Join(", ", (await lines.GetContractAsync()).Schema.Properties.Select(p => p.Name))} of {rows} rows, old and new");
}

static void Title(string release, string what) => Console.WriteLine($"{release}: {what}");
