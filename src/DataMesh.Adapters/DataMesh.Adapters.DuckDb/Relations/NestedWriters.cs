using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Structs: each property into a vector of its own, null where the struct is null, as DuckDB expects.</summary>
internal sealed class StructWriter(string relation, RelationColumn column) : VectorWriter(relation, column)
{
    private readonly VectorWriter[] _children = [.. column.Children().Select(child => Create(relation, child))];

    private protected override void OnBind()
    {
        for (int i = 0; i < _children.Length; i++)
            _children[i].Attach(NestedArrays.GetChild(Data, i));
    }

    private protected override void WriteValues(IntPtr vector, int at, int count)
    {
        // The children are seen from the first row on.
        for (int i = 0; i < _children.Length; i++)
            _children[i].Write(NativeMethods.Vectors.DuckDBStructVectorGetChild(vector, i), at - Data.Offset, count);
    }
}

/// <summary>Lists, and maps as lists of entries: the items of all rows go into one vector, to which each row has a start and a length.</summary>
internal sealed unsafe class ListWriter : VectorWriter
{
    private readonly VectorWriter _items;

    internal ListWriter(string relation, RelationColumn column) : base(relation, column) => _items = column.Type.Kind == PhysicalTypeKind.Map
        ? new StructWriter(relation, new RelationColumn(column.Name, PhysicalType.Struct(column.Type.Children)))
        : Create(relation, column.Children().Single());

    private protected override void OnBind() => _items.Attach(Data.Children[0]);

    private protected override void WriteValues(IntPtr vector, int at, int count)
    {
        ReadOnlySpan<int> offsets = Data.Buffers[1].Span.CastTo<int>().Slice(at, count + 1);
        Check(offsets);
        int total = offsets[count] - offsets[0];
        Demand(NativeMethods.Vectors.DuckDBListVectorReserve(vector, (ulong)total));
        Demand(NativeMethods.Vectors.DuckDBListVectorSetSize(vector, (ulong)total));
        ListEntry* target = (ListEntry*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        for (int i = 0; i < count; i++)
            target[i] = new ListEntry((ulong)(offsets[i] - offsets[0]), (ulong)(offsets[i + 1] - offsets[i]));
        if (total > 0)
            _items.Write(NativeMethods.Vectors.DuckDBListVectorGetChild(vector), offsets[0], total);
    }

    private void Check(ReadOnlySpan<int> offsets)
    {
        for (int i = 1; i < offsets.Length; i++)
            if (offsets[i] < offsets[i - 1])
                throw Corrupt("the offsets of its lists go backwards");
        if (offsets[0] < 0 || offsets[^1] > Data.Children[0].Length)
            throw Corrupt("its lists reach beyond their items");
    }

    private void Demand(DuckDBState state)
    {
        if (state != DuckDBState.Success)
            throw Corrupt("its lists are too long for DuckDB");
    }
}

/// <summary>DuckDB's form of one list: where its items start in the vector of all, and how many there are.</summary>
internal readonly record struct ListEntry(ulong Offset, ulong Length);
