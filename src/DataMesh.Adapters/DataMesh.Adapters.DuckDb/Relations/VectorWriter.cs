using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Copies one Arrow column into DuckDB's vectors.</summary>
internal abstract unsafe class VectorWriter(string relation, RelationColumn column)
{
    private ArrayData? _data;

    private protected RelationColumn Column { get; } = column;

    private protected ArrayData Data => _data!;

    internal static VectorWriter Create(string relation, RelationColumn column) => column.Type.Kind switch
    {
        PhysicalTypeKind.Boolean => new BooleanWriter(relation, column),
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Float or PhysicalTypeKind.Date => new FixedWriter<int>(relation, column),
        PhysicalTypeKind.Decimal => new DecimalWriter(relation, column),
        PhysicalTypeKind.String or PhysicalTypeKind.Binary => new TextWriter(relation, column),
        PhysicalTypeKind.Uuid => new UuidWriter(relation, column),
        PhysicalTypeKind.Struct => new StructWriter(relation, column),
        PhysicalTypeKind.List or PhysicalTypeKind.Map => new ListWriter(relation, column),
        _ => new FixedWriter<long>(relation, column),
    };

    /// <summary>Fills the column that stands for a row id.</summary>
    internal static void WriteRowIds(IntPtr vector, int count) => Target<long>(vector, count).Clear();

    /// <summary>Takes the column of the next batch.</summary>
    internal void Bind(ArrayData data)
    {
        if (PhysicalType.TryFromArrow(data.DataType) != Column.Type)
            throw Corrupt($"a batch holds {data.DataType.Name} instead of {Column.Type}");
        Attach(data);
    }

    /// <summary>Takes a column whose type was compared already.</summary>
    internal void Attach(ArrayData data)
    {
        if (data.DataType is DictionaryType { IndexType: not Int32Type })
            throw Corrupt("a batch holds a dictionary with indices other than int32");
        _data = data;
        OnBind();
    }

    /// <summary>Copies rows of the bound column to the start of a vector.</summary>
    internal void Write(IntPtr vector, int start, int count)
    {
        WriteValues(vector, Data.Offset + start, count);
        CopyValidity(vector, Data.Offset + start, count);
    }

    private protected virtual void OnBind() { }

    /// <summary>Copies values; <paramref name="at"/> counts from the start of the buffers, the slice's offset included.</summary>
    private protected abstract void WriteValues(IntPtr vector, int at, int count);

    private protected DataMeshException Corrupt(string problem) => DuckDbErrors.Corrupt(relation, Column.Name, problem);

    private protected static Span<T> Target<T>(IntPtr vector, int count) where T : unmanaged =>
        new(NativeMethods.Vectors.DuckDBVectorGetData(vector), count);

    private protected ReadOnlySpan<T> Source<T>(int at, int count) where T : unmanaged => Data.Buffers[1].Span.CastTo<T>().Slice(at, count);

    private protected static Span<byte> Validity(IntPtr vector, int count)
    {
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        return new(NativeMethods.Vectors.DuckDBVectorGetValidity(vector), (count + 7) / 8);
    }

    private void CopyValidity(IntPtr vector, int at, int count)
    {
        ReadOnlySpan<byte> source = Data.Buffers[0].Span;
        if (source.IsEmpty || Data.NullCount == 0 || Bits.Count(source, at, count) == count)
            return;
        MergeValidity(source, at, Validity(vector, count), count);
    }

    // A dictionary's own nulls are already marked in the target.
    private static void MergeValidity(ReadOnlySpan<byte> source, int at, Span<byte> target, int count)
    {
        for (int i = 0; i < count; i++)
            if (!Bits.Get(source, at + i))
                Bits.Set(target, i, false);
    }
}
