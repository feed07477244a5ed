using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Adapters;

/// <summary>Decodes one column of structs, lists or maps of one row group. Not thread-safe.</summary>
internal sealed class NestedColumnReader : ColumnReader
{
    private const int MostLevels = 1 << 20;
    private readonly NestedShape _column;
    private readonly Leaf[] _leaves;

    /// <param name="column">The column.</param>
    /// <param name="leaves">Its leaves in stored order: the levels, and the reader of the values, which sees places as its rows.</param>
    /// <param name="allocator">Where buffers come from.</param>
    internal NestedColumnReader(NestedShape column, IReadOnlyList<(LeafLevels Levels, ColumnReader Values)> leaves, MemoryAllocator? allocator)
        : base(leaves[0].Values.Pages, allocator)
    {
        _column = column;
        _leaves = [.. column.Leaves.Zip(leaves, (shape, leaf) => new Leaf(shape, leaf.Levels, leaf.Values))];
    }

    // Lists make rows of every width: batches are cut by places instead.
    internal override int RowWidth => 0;

    internal override int Prepare(int rows)
    {
        foreach (Leaf leaf in _leaves)
            rows = Math.Min(rows, Prepare(leaf, rows));
        return rows;
    }

    internal override IArrowArray Take(int rows)
    {
        ArrayData?[] values = new ArrayData?[_leaves.Length];
        try
        {
            for (int i = 0; i < _leaves.Length; i++)
                values[i] = TakeValues(_leaves[i], rows);
            NestedAssembly assembly = new([.. _leaves.Select((leaf, i) => (leaf.Shape, leaf.Levels, values[i]!))], rows, Allocator);
            IArrowArray column = ArrowArrayFactory.BuildArray(assembly.Build(_column));
            foreach (Leaf leaf in _leaves)
                leaf.Levels.Drop(rows);
            return column;
        }
        catch
        {
            foreach (ArrayData? data in values)
                data?.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (Leaf leaf in _leaves)
        {
            leaf.Levels.Dispose();
            leaf.Values.Dispose();
        }
        base.Dispose(disposing);
    }

    private static int Prepare(Leaf leaf, int rows)
    {
        int whole = leaf.Levels.Load(rows, MostLevels);
        int most = MostLevels / Math.Max(1, leaf.Values.RowWidth / sizeof(long));
        whole = Math.Min(whole, leaf.Levels.RowsWithin(most, whole));
        int places = leaf.Levels.Places(whole);
        int ready = places == 0 ? 0 : leaf.Values.Prepare(places);
        return ready < places ? leaf.Levels.RowsWithin(ready, whole) : whole;
    }

    private static ArrayData TakeValues(Leaf leaf, int rows)
    {
        int places = leaf.Levels.Places(rows);
        leaf.Values.Pages.Budget.Demand((long)places * Math.Max(1, leaf.Values.RowWidth));
        return leaf.Values.Take(places).Data;
    }

    private sealed record Leaf(LeafShape Shape, LeafLevels Levels, ColumnReader Values);
}
