using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Memory;

namespace DataMesh.Adapters;

/// <summary>Decodes one column of one row group, batch by batch. Not thread-safe.</summary>
internal abstract class ColumnReader(ColumnPages pages, MemoryAllocator? allocator) : IDisposable
{
    /// <summary>Bytes of a row in an Arrow buffer; 0 when rows differ.</summary>
    internal abstract int RowWidth { get; }

    internal ColumnPages Pages => pages;

    protected MemoryAllocator? Allocator => allocator;

    /// <summary>Decodes ahead as far as room allows, so that every column can give the same number of rows.</summary>
    /// <returns>How many of the wanted rows can be taken; at least one.</returns>
    internal virtual int Prepare(int rows) => rows;

    /// <summary>The next rows.</summary>
    internal abstract IArrowArray Take(int rows);

    /// <summary>Passes over rows. Whole pages of flat columns are not decompressed.</summary>
    internal void Skip(int rows)
    {
        while (rows > 0)
        {
            int count = RowsLeft == 0 ? pages.SkipPage(rows) : 0;
            if (count == 0)
            {
                count = Prepare(RowsLeft is > 0 and int left ? Math.Min(left, rows) : rows);
                Take(count).Dispose();
            }
            rows -= count;
        }
    }

    /// <summary>Rows of the current page that were not taken; null when rows and places of a page are not the same.</summary>
    protected virtual int? RowsLeft => null;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => pages.Dispose();

    protected (ArrowBuffer Validity, int Nulls) PackValidity(ReadOnlySpan<byte> levels, int valid)
    {
        if (valid == levels.Length)
            return (ArrowBuffer.Empty, 0);
        return (ValidityBits.Pack(levels, allocator), levels.Length - valid);
    }

    /// <summary>Scratch memory that is returned to its pool.</summary>
    protected ref struct Rented<T>(int length)
    {
        private readonly T[] _array = ArrayPool<T>.Shared.Rent(length);

        public readonly Span<T> Span => _array.AsSpan(0, length);

        public readonly void Dispose() => ArrayPool<T>.Shared.Return(_array);
    }
}
