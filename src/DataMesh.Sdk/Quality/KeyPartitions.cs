using System.Buffers.Binary;

namespace DataMesh;

/// <summary>Keys in temporary files by their hash, so that equal keys lie in one file. The files belong to the user alone and go when they are closed.</summary>
/// <param name="level">How often the keys were divided before; each time by other bits of the hash.</param>
internal sealed class KeyPartitions(int level) : IDisposable
{
    private const int BitsPerLevel = 6;
    private const int MostLevels = 32 / BitsPerLevel;
    private const int BufferBytes = 1 << 15;
    private const int HeaderBytes = sizeof(int) + sizeof(long);

    private readonly FileStream?[] _files = new FileStream?[1 << BitsPerLevel];

    /// <summary>Adds the key of a row.</summary>
    public void Add(ReadOnlySpan<byte> key, long row)
    {
        int partition = KeyTable.Hash(key) >>> (32 - BitsPerLevel * (level + 1)) & ((1 << BitsPerLevel) - 1);
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, key.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[sizeof(int)..], row);
        try
        {
            FileStream file = _files[partition] ??= Open();
            file.Write(header);
            file.Write(key);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(error);
        }
    }

    /// <summary>Finds the keys that come again, file by file, and closes the files.</summary>
    /// <param name="memoryBytes">What one file may hold to be searched in memory; a larger one is divided again.</param>
    /// <param name="note">Told for every row which earlier row has its key, or that none has.</param>
    public void Search(long memoryBytes, Action<long?, long> note)
    {
        for (int i = 0; i < _files.Length; i++)
        {
            if (_files[i] is not { } file)
                continue;
            try
            {
                Search(file, memoryBytes, note);
            }
            catch (IOException error)
            {
                throw Failed(error);
            }
            file.Dispose();
            _files[i] = null;
        }
    }

    public void Dispose()
    {
        foreach (FileStream? file in _files)
            file?.Dispose();
    }

    private void Search(FileStream file, long memoryBytes, Action<long?, long> note)
    {
        bool divide = file.Length > memoryBytes && level + 1 < MostLevels;
        using KeyPartitions? parts = divide ? new KeyPartitions(level + 1) : null;
        KeyTable seen = new();
        file.Position = 0;
        byte[] buffer = new byte[256];
        while (file.ReadAtLeast(buffer.AsSpan(0, HeaderBytes), HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(buffer);
            long row = BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(sizeof(int)));
            if (length > buffer.Length)
                buffer = new byte[length * 2];
            file.ReadExactly(buffer.AsSpan(0, length));
            if (parts is null)
                note(seen.Add(buffer.AsSpan(0, length), row), row);
            else
                parts.Add(buffer.AsSpan(0, length), row);
        }
        parts?.Search(memoryBytes, note);
    }

    private static FileStream Open()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferBytes, Options = FileOptions.DeleteOnClose | FileOptions.SequentialScan };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"datamesh-keys-{Guid.NewGuid():N}"), options);
    }

    private static DataMeshException Failed(Exception error) => new(error is IOException ? DataMeshErrorKind.StorageFull : DataMeshErrorKind.StorageDenied,
        $"Cannot check whether keys are unique: they do not fit into memory, and temporary files in '{Path.GetTempPath()}' cannot be written. Free space there, or set TMPDIR to a folder that has room.", error) { Operation = "publish" };
}
