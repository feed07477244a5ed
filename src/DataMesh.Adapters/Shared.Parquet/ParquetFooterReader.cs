using System.Buffers.Binary;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Reads footers from a store: usually with one request.</summary>
internal static class ParquetFooterReader
{
    private const int FirstRead = 64 * 1024;
    private const int TrailerLength = 8;
    private const int MagicLength = 4;

    /// <summary>The footer, and the last bytes of the file from which it was read.</summary>
    internal static async Task<(ParquetFooter Footer, byte[] Tail)> ReadAsync(ObjectStore store, ObjectPath path, long length, CancellationToken cancellationToken)
    {
        if (length < TrailerLength + MagicLength)
            throw ParquetErrors.Damaged(path, "open", $"{length} bytes are too few for a Parquet file");
        byte[] tail = await ReadTailAsync(store, path, length, (int)Math.Min(length, FirstRead), cancellationToken).ConfigureAwait(false);
        int footerLength = FindFooterLength(tail, path, length);
        if (footerLength + TrailerLength > tail.Length)
            tail = await ReadTailAsync(store, path, length, footerLength + TrailerLength, cancellationToken).ConfigureAwait(false);
        try
        {
            return (ParquetFooterParser.Parse(tail.AsSpan(tail.Length - TrailerLength - footerLength, footerLength), length - TrailerLength - footerLength), tail);
        }
        catch (InvalidDataException error)
        {
            throw ParquetErrors.WhileReading(error, path, "open");
        }
    }

    private static async Task<byte[]> ReadTailAsync(ObjectStore store, ObjectPath path, long length, int count, CancellationToken cancellationToken)
    {
        byte[] tail = new byte[count];
        int read = await store.ReadAsync(path, length - count, tail, cancellationToken).ConfigureAwait(false);
        return read == count ? tail : throw ParquetErrors.Damaged(path, "open", $"it ends after {length - count + read} of {length} bytes");
    }

    private static int FindFooterLength(byte[] tail, ObjectPath path, long length)
    {
        ReadOnlySpan<byte> magic = tail.AsSpan(tail.Length - MagicLength);
        if (magic.SequenceEqual("PARE"u8))
            throw ParquetErrors.Damaged(path, "open", "its footer is encrypted, and encrypted files are not supported");
        if (!magic.SequenceEqual("PAR1"u8))
            throw ParquetErrors.Damaged(path, "open", "it does not end with the mark of a Parquet file");
        int footerLength = BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(tail.Length - TrailerLength));
        return footerLength > 0 && footerLength <= length - TrailerLength - MagicLength ? footerLength
            : throw ParquetErrors.Damaged(path, "open", "the length of its footer is impossible");
    }
}
