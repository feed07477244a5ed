using Microsoft.Win32.SafeHandles;

namespace DataMesh.Adapters;

/// <summary>The pages of a local file that are about to be read: the sizes of all are checked at once, checksums row group by row group, shortly before the native reader comes to them.</summary>
internal sealed class LocalPages : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly PageCheck _check;
    private readonly IReadOnlyList<ParquetRowGroup> _groups;
    private readonly int[] _leaves;
    private int _next;
    private long _rows;

    private LocalPages(string file, long length, IReadOnlyList<ParquetRowGroup> groups, int[] leaves, bool verifyChecksums)
    {
        _file = File.OpenHandle(file);
        _check = new PageCheck(length);
        (_groups, _leaves) = (groups, leaves);
        _next = verifyChecksums ? 0 : groups.Count;
    }

    /// <exception cref="InvalidDataException">A page cannot be.</exception>
    internal static LocalPages Open(ParquetFileSource source, IReadOnlyList<ParquetRowGroup> groups, int[] leaves, bool verifyChecksums)
    {
        LocalPages pages = new(source.LocalFile!, source.Length, groups, leaves, verifyChecksums);
        try
        {
            foreach (ParquetRowGroup group in groups)
                pages.Check(group, checksums: false);
            return pages;
        }
        catch
        {
            pages.Dispose();
            throw;
        }
    }

    /// <summary>Compares the pages that hold rows before an ordinal with their checksums, unless that is done.</summary>
    /// <exception cref="InvalidDataException">A page is not what its checksum says.</exception>
    internal void VerifyBefore(long row)
    {
        for (; _next < _groups.Count && _rows < row; _next++)
        {
            Check(_groups[_next], checksums: true);
            _rows += _groups[_next].RowCount;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Check(ParquetRowGroup group, bool checksums)
    {
        foreach (int leaf in _leaves)
            _check.Check(group.Chunks[leaf], checksums, (offset, target) => RandomAccess.Read(_file, target, offset));
    }
}
