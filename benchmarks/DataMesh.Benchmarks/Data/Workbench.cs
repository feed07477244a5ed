using DataMesh.Adapters;

namespace DataMesh.Benchmarks;

/// <summary>A temporary folder with two meshes, one for each codec, and the rows and files that the questions are about.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    public const string Orders = "sales/orders/lines";
    public const string Rewritten = "sales/orders/rewritten";
    public const string Small = "sales/orders/small";
    public const string Daily = "sales/orders/daily";
    public const string Flights = "air/flights/departures";
    public const string Airports = "air/flights/airports";
    public const string Checked = "air/flights/checked";
    public const string Unchecked = "air/flights/unchecked";
    public const int DailyFiles = 20;

    /// <summary>Sees flights that are less late than this only, without distances and with one letter of the destination.</summary>
    public const string RestrictedReader = "restricted";
    public const int LateMinutes = 60;

    /// <summary>Sees keyed hashes of the airports and of the customers.</summary>
    public const string HashReader = "hashed";

    /// <summary>Orders of less than this are shown to the restricted team: 60 %.</summary>
    public const int VisibleQuantity = 120;

    private Workbench(Scale scale)
    {
        Scale = scale;
        Folder = Directory.CreateTempSubdirectory("datamesh-benchmarks-").FullName;
        Zstd = Create(ZstdRoot, ParquetCompression.Zstd);
        Snappy = Create(Path.Combine(Folder, "snappy"), ParquetCompression.Snappy);
        Reader = Zstd.As("analytics");
        Restricted = Zstd.As("marketing");
    }

    public Scale Scale { get; }

    public string Folder { get; }

    public string ZstdRoot => Path.Combine(Folder, "zstd");

    public Mesh Zstd { get; }

    public Mesh Snappy { get; }

    /// <summary>Another team, which was granted everything.</summary>
    public IDataMesh Reader { get; }

    /// <summary>A team that was granted some rows, the first two characters of customers and no notes.</summary>
    public IDataMesh Restricted { get; }

    public Order[] Rows { get; private set; } = [];

    /// <summary>The flights, read when they are first asked for.</summary>
    public Flight[] FlightRows => field ??= [.. ReadFlights()];

    public DuckDbFiles DuckDb { get; } = new();

    /// <summary>Publishes what the questions read.</summary>
    public static async Task<Workbench> CreateAsync(Scale scale)
    {
        Workbench bench = new(scale);
        bench.Rows = OrderRows.Create(scale.Orders);
        await bench.Zstd.Output<Order>(Orders).PublishAsync(bench.Rows);
        foreach (Order[] day in bench.Rows.Chunk(scale.Orders / DailyFiles))
            await bench.Zstd.Output<Order>(Daily).PublishAsync(day);
        await bench.Zstd.Output<Flight>(Flights).PublishAsync(bench.ReadFlights());
        await bench.Zstd.Output<Airport>(Airports).PublishAsync(bench.ReadAirports());
        return bench;
    }

    /// <summary>The data files of a port, oldest first.</summary>
    public string[] FilesOf(PortName port, bool snappy = false)
    {
        string folder = Path.Combine(Folder, snappy ? "snappy" : "zstd", port.Product.ToString(), "ports", port.Port.ToString());
        return [.. Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc).ThenBy(f => f, StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        DuckDb.Dispose();
        await Zstd.DisposeAsync();
        await Snappy.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static Mesh Create(string root, ParquetCompression compression) => Mesh.Create(root, m => m
        .UseParquetSharp(o => o.Compression = compression)
        .UseMaskKeys(new byte[32])
        .AddDomain("sales", d => d.AddProduct("orders", p => p.Describe("Orders of the benchmarks.")
            .Output<Order>("lines", o => o.Grant("analytics", g => g.ToDomain("analytics")).Grant("marketing", Some)
                .Grant("hashed", g => g.ToDomain(HashReader).Mask(r => r.Customer, Mask.Hash)))
            .Output<Order>("rewritten", o => o.Mode(PublishMode.Replace).Grant("analytics", g => g.ToDomain("analytics")))
            .Output<Order>("small", o => o.Grant("analytics", g => g.ToDomain("analytics")))
            .Output<Order>("daily", o => o.Grant("analytics", g => g.ToDomain("analytics")).Grant("marketing", Some))))
        .AddDomain("air", d => d.AddProduct("flights", p => p.Describe("Flights of the samples.")
            .Output<Flight>("departures", o => o.Grant("analytics", g => g.ToDomain("analytics"))
                .Grant("restricted", g => g.ToDomain(RestrictedReader).Rows(f => f.Delay < LateMinutes).Mask(f => f.Distance, Mask.Null).Mask(f => f.Destination, Mask.KeepFirst(1)))
                .Grant("hashed", g => g.ToDomain(HashReader).Mask(f => f.Origin, Mask.Hash)))
            .Output<Flight>("checked", o => o.Mode(PublishMode.Replace).Expect(QualityQuestions.Declare))
            .Output<Flight>("unchecked", o => o.Mode(PublishMode.Replace))
            .Output<Airport>("airports", o => o.Grant("analytics", g => g.ToDomain("analytics"))))));

    private static void Some(GrantBuilder<Order> grant) => grant.ToDomain("marketing")
        .Rows(o => o.Quantity < VisibleQuantity).Mask(o => o.Customer, Mask.KeepFirst(2)).Mask(o => o.Note, Mask.Null);

    private static string Sample(string file) => Path.Combine(AppContext.BaseDirectory, "data", file);

    private IEnumerable<Flight> ReadFlights() => DuckDb.Read(
        $"select date, delay::int, distance::int, origin, destination from '{Sample("flights-3m.parquet")}' limit {Scale.Flights}",
        row => new Flight
        {
            Date = DateTime.SpecifyKind(row.GetDateTime(0), DateTimeKind.Utc),
            Delay = row.GetInt32(1),
            Distance = row.GetInt32(2),
            Origin = row.GetString(3),
            Destination = row.GetString(4),
        });

    private IEnumerable<Airport> ReadAirports() => DuckDb.Read(
        $"select iata, name, country from read_csv('{Sample("airports.csv")}', all_varchar = true)",
        row => new Airport { Iata = row.GetString(0), Name = row.GetString(1), Country = row.GetString(2) });
}
