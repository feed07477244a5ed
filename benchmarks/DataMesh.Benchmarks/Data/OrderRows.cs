using System.Globalization;

namespace DataMesh.Benchmarks;

/// <summary>Orders that are the same in every run: sorted by time, ids ascending with gaps, few statuses, many customers.</summary>
internal static class OrderRows
{
    private static readonly string[] Statuses = ["placed", "paid", "packed", "shipped", "delivered", "returned", "cancelled", "disputed"];
    private static readonly string[] Words = ["call", "before", "delivery", "leave", "with", "neighbour", "fragile", "gift", "wrap", "second", "floor", "ring", "twice"];

    public static DateTime Start { get; } = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static Order[] Create(int count, int first = 0)
    {
        Order[] rows = new Order[count];
        for (int i = 0; i < count; i++)
            rows[i] = Create(first + i);
        return rows;
    }

    /// <summary>The time of an order: seven seconds apart, give or take.</summary>
    public static DateTime TimeOf(int ordinal) => Start.AddTicks(7L * TimeSpan.TicksPerSecond * ordinal + (long)(Mix(ordinal, 1) % 6_000_000) * 10);

    private static Order Create(int ordinal) => new()
    {
        Id = 10_000_000L + 3L * ordinal,
        Quantity = (int)(Mix(ordinal, 2) % 200),
        Customer = string.Create(CultureInfo.InvariantCulture, $"customer-{Mix(ordinal, 3) % 400_000:000000}@example.com"),
        Status = Statuses[(int)(Mix(ordinal, 4) % (ulong)Statuses.Length)],
        Amount = new decimal((long)(Mix(ordinal, 5) % 10_000_000)) / 100m,
        Weight = Mix(ordinal, 6) % 1_000_000 / 1024.0,
        OrderedAt = TimeOf(ordinal),
        Express = Mix(ordinal, 7) % 4 == 0,
        Discount = Mix(ordinal, 8) % 5 == 0 ? null : (int)(Mix(ordinal, 9) % 50),
        Note = Mix(ordinal, 10) % 2 == 0 ? null : Note(Mix(ordinal, 11)),
    };

    private static string Note(ulong random) => string.Join(' ', Words[(int)(random % 13)], Words[(int)(random / 13 % 13)], Words[(int)(random / 169 % 13)], Words[(int)(random / 2197 % 13)]);

    // SplitMix64: the same numbers everywhere.
    private static ulong Mix(int ordinal, ulong stream)
    {
        ulong z = (ulong)ordinal * 0x9E3779B97F4A7C15UL + stream * 0xD1B54A32D192ED03UL;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ z >> 27) * 0x94D049BB133111EBUL;
        return (z ^ z >> 31) >> 1;
    }
}
