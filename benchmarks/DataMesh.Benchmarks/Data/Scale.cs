namespace DataMesh.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Name">What the command calls it.</param>
/// <param name="Orders">Rows of the orders.</param>
/// <param name="Flights">Rows of the flights at most.</param>
/// <param name="Rounds">Measured rounds.</param>
internal sealed record Scale(string Name, int Orders, int Flights, int Rounds)
{
    public static Scale Short { get; } = new("short", 200_000, 300_000, 5);

    public static Scale Full { get; } = new("full", 2_000_000, 3_000_000, 5);
}
