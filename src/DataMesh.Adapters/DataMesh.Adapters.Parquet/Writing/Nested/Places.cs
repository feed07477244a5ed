namespace DataMesh.Adapters;

/// <summary>The places that rows have at one point of a schema: for each its levels, and the row of the Arrow array there, or none.</summary>
internal sealed class Places(int capacity)
{
    internal const int None = -1;

    private byte[] _repetitions = new byte[capacity];
    private byte[] _definitions = new byte[capacity];
    private int[] _rows = new int[capacity];

    internal int Count { get; private set; }

    internal ReadOnlySpan<byte> Repetitions => _repetitions.AsSpan(0, Count);

    internal ReadOnlySpan<byte> Definitions => _definitions.AsSpan(0, Count);

    internal ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>The rows of a column.</summary>
    internal static Places OfColumn(int rows)
    {
        Places places = new(rows);
        for (int row = 0; row < rows; row++)
            places.Add(0, 0, row);
        return places;
    }

    internal void Add(byte repetition, byte definition, int row)
    {
        if (Count == _rows.Length)
        {
            int length = Math.Max(16, 2 * Count);
            System.Array.Resize(ref _repetitions, length);
            System.Array.Resize(ref _definitions, length);
            System.Array.Resize(ref _rows, length);
        }
        (_repetitions[Count], _definitions[Count], _rows[Count]) = (repetition, definition, row);
        Count++;
    }
}
